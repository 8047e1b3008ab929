using LoyaltyEngine.Journal.Embedded;

namespace LoyaltyEngine.Journal.Tests.Contract;

/// <summary>
/// The same with the least segments that the largest record fits: rolls, index merges and checkpoints abound.
/// </summary>
public sealed class EmbeddedJournalSmallSegmentsTests : EmbeddedJournalTests
{
    protected override EmbeddedJournalOptions Options => new()
    {
        Directory = Folder,
        SegmentBytes = 1028 * 1024,
        BatchBytesMax = 16 * 1024,
        CheckpointBytesMin = 64 * 1024,
    };
}
