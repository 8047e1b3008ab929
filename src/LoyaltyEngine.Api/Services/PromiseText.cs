using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Api.Services;

/// <summary>What an answer promises, in words.</summary>
public static class PromiseText
{
    /// <summary>The promise of a journal.</summary>
    public static string Of(JournalPromise promise) => promise switch
    {
        JournalPromise.Flushed =>
            "flushed: an answer leaves only after everything it rests on was flushed to the disk; "
            + "it survives a crash of process, system and power",
        JournalPromise.Memory => "memory: nothing survives this process; for tests only",
        _ => throw new ArgumentOutOfRangeException(nameof(promise), promise, null),
    };
}
