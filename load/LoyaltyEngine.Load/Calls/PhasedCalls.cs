using LoyaltyEngine.Load.Http2;
using LoyaltyEngine.Load.Measure;

namespace LoyaltyEngine.Load.Calls;

/// <summary>
/// Calls for members chosen at random until they are stopped, counted by the phase in which each was to begin: before
/// midnight, while what is due is applied, and after.
/// </summary>
/// <param name="templates">The requests, which take turns.</param>
/// <param name="members">How many members there are.</param>
/// <param name="firstSequence">Where the sequences begin.</param>
/// <param name="before">When the first phase begins, as a timestamp; what comes earlier is warm-up.</param>
/// <param name="midnight">When the second begins.</param>
/// <param name="timeline">Takes each second's latencies, too.</param>
internal sealed class PhasedCalls(
    IReadOnlyList<RequestTemplate> templates,
    int members,
    long firstSequence,
    long before,
    long midnight,
    Timeline timeline) : MemberCalls(templates, members, firstSequence)
{
    private long _after = long.MaxValue;
    private volatile bool _isStopped;

    /// <inheritdoc/>
    public override bool HasNext => !_isStopped;

    /// <summary>The calls of the phase before midnight.</summary>
    public CallRecord Before { get; } = new();

    /// <summary>Those while what is due is applied.</summary>
    public CallRecord During { get; } = new();

    /// <summary>Those after.</summary>
    public CallRecord After { get; } = new();

    /// <summary>Begins the last phase.</summary>
    public void BeginAfter(long timestamp) => Volatile.Write(ref _after, timestamp);

    /// <summary>Makes no more calls.</summary>
    public void Stop() => _isStopped = true;

    /// <inheritdoc/>
    protected override CallRecord RecordOf(long startTime) =>
        startTime < before ? Record
        : startTime < midnight ? Before
        : startTime < Volatile.Read(ref _after) ? During
        : After;

    /// <inheritdoc/>
    protected override void Note(ref readonly Call call, long endTime) => timeline.Add(call.StartTime, endTime);
}
