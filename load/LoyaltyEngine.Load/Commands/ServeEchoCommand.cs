using System.CommandLine;
using LoyaltyEngine.Load.Echo;

namespace LoyaltyEngine.Load.Commands;

/// <summary><c>loyalty-load serve-echo</c>: what the engine is compared with, in a process of its own.</summary>
internal static class ServeEchoCommand
{
    private const string Name = "serve-echo";
    private const string UrlOption = "--url";
    private const string AnswerOption = "--answer-like";
    private const string UntilInputEndsOption = "--until-input-ends";

    /// <summary>The arguments by which another run of this program serves it.</summary>
    public static IEnumerable<string> Arguments(Uri url, byte[]? sampleAnswer)
    {
        IEnumerable<string> arguments = [Name, UrlOption, url.ToString(), UntilInputEndsOption];
        return sampleAnswer is null ? arguments : [.. arguments, AnswerOption, Convert.ToBase64String(sampleAnswer)];
    }

    public static Command Create()
    {
        var url = new Option<Uri>(UrlOption)
        {
            Description = "Where to listen, HTTP/2 without TLS.",
            DefaultValueFactory = _ => new Uri("http://127.0.0.1:5090"),
        };
        var seconds = new Option<int>("--seconds")
        {
            Description = "When to stop by itself.",
            DefaultValueFactory = _ => 3600,
        };
        var withInput = new Option<bool>(UntilInputEndsOption)
        {
            Description = "Stop also when standard input ends: so that it ends with the program that started it.",
        };
        var answer = new Option<string>(AnswerOption)
        {
            Description = "An EarnPointsResponse in Base64: the echo's answers have its fields and size.",
        };
        var command = new Command(Name, "Serves the echo that an earn is compared with, until Ctrl+C.")
        {
            url, seconds, answer, withInput,
        };
        command.SetAction((parsed, cancel) => RunAsync(
            parsed.GetValue(url)!, TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(withInput), cancel));
        return command;
    }

    private static async Task<int> RunAsync(Uri url, TimeSpan atMost, bool untilInputEnds, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        stop.CancelAfter(atMost);
        await using var app = EchoHost.Build(url);
        await app.StartAsync(cancel);
        Console.WriteLine($"echo on {url}");
        if (untilInputEnds)
            _ = Task.Run(() => EndWithInput(stop), CancellationToken.None);

        await Task.Delay(Timeout.Infinite, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        await app.StopAsync(CancellationToken.None);
        return 0;
    }

    private static void EndWithInput(CancellationTokenSource stop)
    {
        while (Console.In.Read() >= 0)
            continue;
        stop.Cancel();
    }
}
