using System.CommandLine;
using LoyaltyEngine.Load.Echo;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Load.Commands;

/// <summary><c>loyalty-load serve-echo</c>: what the engine is compared with, in a process of its own.</summary>
internal static class ServeEchoCommand
{
    private const string Name = "serve-echo";
    private const string UrlName = "--url";
    private const string AnswerOption = "--answer-like";
    private const string UntilInputEndsOption = "--until-input-ends";

    /// <summary>The arguments by which another run of this program serves it.</summary>
    public static IEnumerable<string> Arguments(Uri url, byte[]? sampleAnswer)
    {
        IEnumerable<string> arguments = [Name, UrlName, url.ToString(), UntilInputEndsOption];
        return sampleAnswer is null ? arguments : [.. arguments, AnswerOption, Convert.ToBase64String(sampleAnswer)];
    }

    public static Command Create()
    {
        var url = UrlOption.Create(
            UrlName, "Where to listen, HTTP/2 without TLS.", new Uri("http://127.0.0.1:5090"));
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
            parsed.GetValue(url)!, Answer(parsed.GetValue(answer)), TimeSpan.FromSeconds(parsed.GetValue(seconds)),
            parsed.GetValue(withInput), cancel));
        return command;
    }

    private static EarnPointsResponse Answer(string? sample) => sample is null
        ? EchoAnswers.Usual
        : EarnPointsResponse.Parser.ParseFrom(Convert.FromBase64String(sample));

    private static async Task<int> RunAsync(
        Uri url, EarnPointsResponse answer, TimeSpan atMost, bool untilInputEnds, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        stop.CancelAfter(atMost);
        await using var app = EchoHost.Build(url, answer);
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
