using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LoyaltyEngine.Load.Running;

/// <summary>Runs nghttp2's <c>h2load</c>, which knows HTTP/2 and nothing of gRPC.</summary>
internal static partial class H2Load
{
    // A gRPC frame around an empty message: no compression, length 0.
    private static readonly byte[] EmptyMessage = new byte[5];

    /// <summary>Answers a second of an empty call.</summary>
    /// <exception cref="RunRefusedException">It is not installed, or not all calls were answered.</exception>
    public static async Task<double> RunAsync(Uri url, LoadShape shape, TimeSpan warmUp, TimeSpan window)
    {
        var body = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(body, EmptyMessage);
            var start = new ProcessStartInfo("h2load") { RedirectStandardOutput = true };
            string[] arguments =
            [
                "-c", $"{shape.Connections}", "-m", $"{shape.InFlight / shape.Connections}",
                "-D", Seconds(window), "--warm-up-time", Seconds(warmUp), "-d", body,
                "-H", "content-type: application/grpc", "-H", "te: trailers", url.ToString(),
            ];
            foreach (var argument in arguments)
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var said = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            var rate = Rate().Match(said);
            if (!rate.Success || !said.Contains(" 0 failed, 0 errored, 0 timeout", StringComparison.Ordinal))
                throw new RunRefusedException($"h2load did not get all answers:\n{said}");
            return double.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture);
        }
        catch (System.ComponentModel.Win32Exception cause)
        {
            throw new RunRefusedException($"h2load (Debian: nghttp2-client) does not start: {cause.Message}");
        }
        finally
        {
            File.Delete(body);
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"finished in [^,]*, ([0-9.]+) req/s")]
    private static partial Regex Rate();
}
