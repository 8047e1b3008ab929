using LoyaltyEngine.Load.Http2;
using LoyaltyEngine.Load.Measure;

namespace LoyaltyEngine.Load.Calls;

/// <summary>The calls of one generator thread in one slice, and the record of how they ended.</summary>
internal abstract class Workload : ICallSource
{
    private readonly RequestTemplate[] _templates;
    private int _next;

    protected Workload(IReadOnlyList<RequestTemplate> templates)
    {
        _templates = [.. templates];
        MaxRequestSize = _templates.Max(t => t.Size);
        MaxDataSize = _templates.Max(t => t.DataSize);
    }

    /// <summary>How the calls ended.</summary>
    public CallRecord Record { get; } = new();

    /// <summary>Whether there is another call to make. Endless workloads end by the clock.</summary>
    public virtual bool HasNext => true;

    /// <summary>The time that requests carry; the loop sets it once in a while.</summary>
    public long UnixSeconds { get; set; } = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <inheritdoc/>
    public virtual bool KeepsAnswers => false;

    /// <inheritdoc/>
    public int MaxRequestSize { get; }

    /// <inheritdoc/>
    public int MaxDataSize { get; }

    /// <summary>The mean size of a request, gRPC prefix included.</summary>
    public double MeanDataSize => _templates.Average(t => t.DataSize);

    /// <inheritdoc/>
    public int Write(Span<byte> destination, ref Call call)
    {
        Choose(ref call);
        var template = _templates[_next];
        _next = _next + 1 == _templates.Length ? 0 : _next + 1;
        return template.Write(destination, call, UnixSeconds);
    }

    /// <inheritdoc/>
    public void Completed(ref readonly Call call, long endTime)
    {
        var failure = call.Failure();
        if (failure is null && KeepsAnswers)
            failure = Check(in call);
        RecordOf(call.StartTime).Add(failure, call.GrpcMessage, call.StartTime, endTime, call.Received);
        Note(in call, endTime);
    }

    /// <inheritdoc/>
    public void Lost(string reason) => Record.Add(reason, null, 0, 0, 0);

    /// <summary>Hears of a call that ended, well or not.</summary>
    protected virtual void Note(ref readonly Call call, long endTime)
    {
    }

    /// <summary>Where a call that began then is counted.</summary>
    protected virtual CallRecord RecordOf(long startTime) => Record;

    /// <summary>Sets the call's member and sequence.</summary>
    protected abstract void Choose(ref Call call);

    /// <summary>Reads a kept answer and names what is wrong with it, or gives null.</summary>
    protected virtual string? Check(ref readonly Call call) => null;
}
