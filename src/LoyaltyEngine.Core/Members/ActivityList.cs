using System.Runtime.InteropServices;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// A member's last activities, for points that lapse without one: the latest lapse of them holds. One that is undone,
/// or whose sale is wholly brought back, was none, so that points are not kept alive by buying and bringing back. Of
/// those before the last <see cref="CountMax"/> only the latest lapse is known. Not thread-safe: belongs to its member.
/// </summary>
public sealed class ActivityList
{
    /// <summary>How many are told apart.</summary>
    public const int CountMax = 16;

    /// <summary>Of a member without any; is never changed.</summary>
    public static readonly ActivityList None = new();

    private readonly List<Activity> _all = [];

    /// <summary>The activities, oldest first.</summary>
    public ReadOnlySpan<Activity> All => CollectionsMarshal.AsSpan(_all);

    /// <summary>The lapse that holds; the default without any activity.</summary>
    public Lapse Lapse { get; private set; }

    /// <summary>Notes an activity.</summary>
    internal void Add(long revision, Inactivity inactivity)
    {
        var lapse = new Lapse(inactivity.LapseTime, inactivity.NoticeTime, IsNoticed: false);
        _all.Add(new Activity(revision, lapse));
        if (lapse.Time > Lapse.Time)
            Lapse = lapse;
        if (_all.Count <= CountMax)
            return;
        _all[1] = new Activity(0, _all[1].Lapse.Time > _all[0].Lapse.Time ? _all[1].Lapse : _all[0].Lapse);
        _all.RemoveAt(0);
    }

    /// <summary>Takes an activity back, where it is told apart.</summary>
    internal void Remove(long revision)
    {
        if (_all.RemoveAll(known => known.Revision == revision) > 0)
            Lapse = Latest();
    }

    /// <summary>Notes that notice was given of the lapse that holds, whichever activities left it.</summary>
    internal void NoteNotice(LedgerTime lapseTime)
    {
        var before = Lapse;
        Lapse = before with { Time = lapseTime, IsNoticed = true };
        var isKnown = false;
        for (var i = 0; i < _all.Count; i++)
        {
            if (_all[i].Lapse != before)
                continue;
            _all[i] = _all[i] with { Lapse = Lapse };
            isKnown = true;
        }

        if (!isKnown)
            throw new CorruptMemberException("notice is given of points that do not lapse");
    }

    internal void Restore(Activity[] all, long revision)
    {
        var last = -1L;
        foreach (var activity in all)
        {
            if (activity.Revision <= last || activity.Revision > revision)
                throw new CorruptMemberException($"a snapshot's activity {activity.Revision} is out of order");
            last = activity.Revision;
        }

        _all.AddRange(all);
        Lapse = Latest();
    }

    // The first of those equally late.
    private Lapse Latest()
    {
        var latest = default(Lapse);
        foreach (ref readonly var activity in All)
        {
            if (activity.Lapse.Time > latest.Time)
                latest = activity.Lapse;
        }

        return latest;
    }
}
