using System.Diagnostics.Metrics;
using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Runtime;
using LoyaltyEngine.Runtime.Due;

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
        _meter.CreateObservableUpDownCounter(
            "loyalty.due.members",
            () => engine.Due.WaitingCount,
            "{member}",
            "Members of whom points become available or expire at some time.");
        _meter.CreateObservableCounter(
            "loyalty.due.applied",
            () => engine.Due.AppliedCount,
            "{member}",
            "Members at rest that were looked at because their time had come.");
        _meter.CreateObservableGauge(
            "loyalty.due.lag", () => engine.Due.Lag.TotalSeconds, "s", "How long the earliest of what is due waits.");
        _meter.CreateObservableUpDownCounter(
            "loyalty.due.stopped",
            () => engine.Due.State is DueRunState.StoppedByClock or DueRunState.Failed ? 1 : 0,
            "{run}",
            "1 where points neither become available nor expire any more, because the clock has jumped.");
        if (engine.Journal is not EmbeddedJournal journal)
            return;
        _meter.CreateObservableUpDownCounter(
            "loyalty.journal.queue.calls", () => journal.Queue.Calls, "{call}", "Calls that wait for the disk.");
        _meter.CreateObservableUpDownCounter(
            "loyalty.journal.queue.size", () => journal.Queue.Bytes, "By", "Bytes that are not flushed yet.");
    }

    public void Dispose() => _meter.Dispose();
}
