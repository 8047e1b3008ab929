using LoyaltyEngine.Runtime.Members;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>A program that runs: its versions and its members in memory. Thread-safe.</summary>
public sealed class ProgramHost
{
    private ProgramSchedule _schedule;

    internal ProgramHost(string id, ProgramSchedule schedule, MemberTable members)
    {
        Id = id;
        _schedule = schedule;
        Members = members;
    }

    /// <summary>The program's id.</summary>
    public string Id { get; }

    /// <summary>The program's versions; swapped whole when one is published.</summary>
    public ProgramSchedule Schedule
    {
        get => Volatile.Read(ref _schedule);
        internal set => Volatile.Write(ref _schedule, value);
    }

    /// <summary>How many members are held in memory.</summary>
    public int MembersHeld => Members.Count;

    internal MemberTable Members { get; }
}
