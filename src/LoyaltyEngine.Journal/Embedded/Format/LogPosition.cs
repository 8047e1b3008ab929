namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// A place in the log: segment number in the high 32 bits, byte offset in the segment's file in the low 32. Stored, so
/// permanent. 0 stands for "nowhere".
/// </summary>
internal readonly record struct LogPosition(long Value) : IComparable<LogPosition>
{
    public static LogPosition None => default;

    public int Segment => (int)(Value >> 32);

    public int Offset => (int)Value;

    public bool IsNone => Value == 0;

    public static LogPosition At(int segment, int offset) => new(((long)segment << 32) | (uint)offset);

    public static bool operator <(LogPosition left, LogPosition right) => left.Value < right.Value;

    public static bool operator >(LogPosition left, LogPosition right) => left.Value > right.Value;

    public static bool operator <=(LogPosition left, LogPosition right) => left.Value <= right.Value;

    public static bool operator >=(LogPosition left, LogPosition right) => left.Value >= right.Value;

    public LogPosition Plus(int bytes) => new(Value + bytes);

    public int CompareTo(LogPosition other) => Value.CompareTo(other.Value);

    public override string ToString() => $"{SegmentName.Of(Segment)} at byte {Offset}";
}
