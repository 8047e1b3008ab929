namespace LoyaltyEngine.Journal.Embedded;

/// <summary>Where appending goes on after a log was opened.</summary>
/// <param name="Position">Where the next batch begins.</param>
/// <param name="Segment">The header of the segment it is in.</param>
/// <param name="Sequence">The sequence of the last batch.</param>
/// <param name="Checksum">The checksum of the last batch.</param>
/// <param name="NewestRecordTime">The newest record time among all records.</param>
internal sealed record TailStart(
    LogPosition Position, SegmentHeader Segment, long Sequence, ulong Checksum, long NewestRecordTime);
