namespace LoyaltyEngine.Load.Measure;

/// <summary>
/// Counts how calls ended. Good answers count where they came within the window; failures count whenever they came,
/// since a run with any is void. One thread writes; <see cref="Add(CallRecord)"/> merges afterwards.
/// </summary>
internal sealed class CallRecord
{
    private readonly Dictionary<string, FailureCount> _failures = [];

    /// <summary>When counting begins, as a timestamp. What was answered before is warm-up.</summary>
    public long WindowStart { get; set; } = long.MinValue;

    /// <summary>When counting ends.</summary>
    public long WindowEnd { get; set; } = long.MaxValue;

    /// <summary>How long the answered calls took, from before encoding to after the read that ended them.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>Good answers within the window.</summary>
    public long Answered => Latency.Count;

    /// <summary>Good answers at any time: warm-up and the last calls in flight, too.</summary>
    public long AnsweredInAll { get; private set; }

    /// <summary>Calls that failed, at any time.</summary>
    public long Failed { get; private set; }

    /// <summary>The bytes of all good answers, gRPC prefix included.</summary>
    public long AnswerBytes { get; private set; }

    /// <summary>Failures by code, each with the first message that came with it.</summary>
    public IReadOnlyDictionary<string, FailureCount> Failures => _failures;

    /// <summary>The mean size of an answer in bytes.</summary>
    public double MeanAnswerBytes => AnsweredInAll == 0 ? 0 : (double)AnswerBytes / AnsweredInAll;

    public void Add(string? failure, string? message, long startTime, long endTime, int answerBytes)
    {
        if (failure is not null)
        {
            AddFailure(failure, 1, message);
            return;
        }

        AnsweredInAll++;
        AnswerBytes += answerBytes;
        if (endTime >= WindowStart && endTime < WindowEnd)
            Latency.Record(endTime - startTime);
    }

    public void Add(CallRecord other)
    {
        Latency.Add(other.Latency);
        AnsweredInAll += other.AnsweredInAll;
        AnswerBytes += other.AnswerBytes;
        foreach (var (code, failure) in other._failures)
            AddFailure(code, failure.Count, failure.FirstMessage);
    }

    private void AddFailure(string code, long count, string? message)
    {
        Failed += count;
        _failures[code] = _failures.TryGetValue(code, out var known)
            ? known with { Count = known.Count + count }
            : new FailureCount(count, message);
    }
}
