using System.Diagnostics.Metrics;
using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Runtime;

namespace LoyaltyEngine.Server.Telemetry;

/// <summary>What an engine holds at the moment, as metrics: read when somebody asks. Thread-safe.</summary>
internal sealed class EngineMetrics : IDisposable
{
    /// <summary>The name of the engine's meter.</summary>
    public const string MeterName = "LoyaltyEngine.Engine";

    private readonly Meter _meter = new(MeterName);

    public EngineMetrics(Engine engine)
    {
        _meter.CreateObservableUpDownCounter(
            "loyalty.ledger.requests.under_way",
            () => engine.Ledger.RequestsUnderWay,
            "{request}",
            "Requests that are under way, those included that wait for the disk.");
        _meter.CreateObservableUpDownCounter(
            "loyalty.members.held",
            () => engine.Ledger.Programs.Select(program => new Measurement<int>(
                program.MembersHeld,
                new KeyValuePair<string, object?>(
                    "loyalty.program.id", TenantId.Qualify(program.Tenant, program.Id)))),
            "{member}",
            "Members held in memory.");
        if (engine.Journal is not EmbeddedJournal journal)
            return;
        _meter.CreateObservableUpDownCounter(
            "loyalty.journal.queue.calls", () => journal.Queue.Calls, "{call}", "Calls that wait for the disk.");
        _meter.CreateObservableUpDownCounter(
            "loyalty.journal.queue.size", () => journal.Queue.Bytes, "By", "Bytes that are not flushed yet.");
    }

    public void Dispose() => _meter.Dispose();
}
