using System.Globalization;
using System.Net;

namespace LoyaltyEngine.Load.Measure;

/// <summary>Reads from a server's metrics how far its due run is.</summary>
internal sealed class DueMeter(IPEndPoint http) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = new Uri($"http://{http}") };

    /// <summary>Reads it now.</summary>
    public DueReading Read()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        using var answer = _client.Send(request, HttpCompletionOption.ResponseContentRead);
        using var reader = new StreamReader(answer.EnsureSuccessStatusCode().Content.ReadAsStream());
        return Parse(reader.ReadToEnd());
    }

    /// <summary>Finds in the text of <c>/metrics</c> what it says of the due run.</summary>
    /// <exception cref="InvalidDataException">It does not say it.</exception>
    public static DueReading Parse(string metrics)
    {
        var lines = metrics.Split('\n');
        return new DueReading(
            (long)Value(lines, "loyalty_due_applied_total"),
            TimeSpan.FromSeconds(Value(lines, "loyalty_due_lag_seconds")),
            Value(lines, "loyalty_due_stopped") > 0);
    }

    public void Dispose() => _client.Dispose();

    // name{labels} value time
    private static double Value(string[] lines, string name)
    {
        var line = lines.FirstOrDefault(one => one.StartsWith(name, StringComparison.Ordinal)
                && one.Length > name.Length && one[name.Length] is ' ' or '{')
            ?? throw new InvalidDataException($"the server's metrics lack {name}");
        var value = line[(line.LastIndexOf('}') < 0 ? name.Length : line.LastIndexOf('}') + 1)..];
        return double.Parse(value.Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
