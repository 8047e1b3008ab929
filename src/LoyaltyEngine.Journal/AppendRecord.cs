namespace LoyaltyEngine.Journal;

/// <summary>One record of an <see cref="Append"/>; its bytes are in the append.</summary>
public readonly record struct AppendRecord(
    RecordKind Kind,
    StreamId Stream,
    long Revision,
    ChainHash Hash,
    ulong RequestKey,
    int BodyOffset,
    int BodyLength);
