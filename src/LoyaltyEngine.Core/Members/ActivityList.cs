using System.Runtime.InteropServices;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// A member's last activities, for points that lapse without one: the latest lapse of them holds. One that is undone,
/// or whose sale is wholly brought back, was none, so that points are not kept alive by buying and bringing back. Of
/// those before the last <see cref="CountMax"/> only the latest lapse is known. Notice is given to the member and not
/// of an activity: whichever holds again later, it lapses when the member was told. Not thread-safe: belongs to its
/// member.
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

    /// <summary>The lapse that holds: the latest, with the longest notice that any asks for; the default without any
    /// activity.</summary>
    public Lapse Lapse { get; private set; }

    /// <summary>The last lot for which a lapse was over before there was an activity again: what comes back of it or of
    /// those before it is over as well.</summary>
    public long LapsedLot { get; private set; }

    /// <summary>When that lapse was.</summary>
    public LedgerTime LapsedTime { get; private set; }

    /// <summary>When a lot expires that lapses for want of activity, as things are.</summary>
    public LedgerTime ExpiryOf(long lot) => lot <= LapsedLot ? LapsedTime : Lapse.ExpireTime;

    /// <summary>When it lapses, whether notice was given or not.</summary>
    public LedgerTime LapseOf(long lot) => lot <= LapsedLot ? LapsedTime : Lapse.Time;

    /// <summary>Notes an activity.</summary>
    internal void Add(long revision, Inactivity inactivity, LedgerTime recordTime)
    {
        if (Lapse.ExpireTime <= recordTime)
            (LapsedLot, LapsedTime) = (revision - 1, Lapse.ExpireTime);
        var lapse = new Lapse(inactivity.LapseTime, inactivity.NoticeTime, IsNoticed: false);
        _all.Add(new Activity(revision, Lapse.IsNoticed && lapse.Time <= Lapse.Time ? Lapse : lapse));
        if (_all.Count > CountMax)
        {
            _all[1] = new Activity(0, _all[1].Lapse.Time > _all[0].Lapse.Time ? _all[1].Lapse : _all[0].Lapse);
            _all.RemoveAt(0);
        }

        Lapse = Latest();
    }

    /// <summary>Takes an activity back, where it is told apart.</summary>
    internal void Remove(long revision)
    {
        if (_all.RemoveAll(known => known.Revision == revision) > 0)
            Lapse = Latest();
    }

    /// <summary>Notes that notice was given of the lapse that holds, and so of all that could hold in its
    /// place.</summary>
    internal void NoteNotice(LedgerTime lapseTime)
    {
        if (_all.Count == 0)
            throw new CorruptMemberException("notice is given of points that do not lapse");
        var told = Lapse with { Time = lapseTime, IsNoticed = true };
        for (var i = 0; i < _all.Count; i++)
        {
            if (!_all[i].Lapse.IsNoticed)
                _all[i] = _all[i] with { Lapse = told };
        }

        Lapse = Latest();
    }

    /// <summary>Notes that nobody is left to whom notice could be given.</summary>
    internal void NoteErased()
    {
        for (var i = 0; i < _all.Count; i++)
            _all[i] = _all[i] with { Lapse = _all[i].Lapse with { IsNoticed = true } };
        Lapse = Latest();
    }

    internal void Restore(Activity[] all, long lapsedLot, LedgerTime lapsedTime, long revision)
    {
        var last = -1L;
        foreach (var activity in all)
        {
            if (activity.Revision <= last || activity.Revision > revision)
                throw new CorruptMemberException($"a snapshot's activity {activity.Revision} is out of order");
            last = activity.Revision;
        }

        _all.AddRange(all);
        (LapsedLot, LapsedTime) = (lapsedLot, lapsedTime);
        Lapse = Latest();
    }

    // The first of those equally late. What it lacks of the longest notice is made up in whole days.
    private Lapse Latest()
    {
        var (latest, notice) = (default(Lapse), 0L);
        foreach (ref readonly var activity in All)
        {
            var lapse = activity.Lapse;
            if (lapse.Time > latest.Time)
                latest = lapse;
            if (!lapse.IsNoticed && lapse.NoticeTime != default)
                notice = Math.Max(notice, lapse.Notice);
        }

        if (latest.IsNoticed || latest.Time.IsNever || notice <= latest.Notice)
            return latest;
        var days = (notice + LedgerTime.NanosecondsPerDay - 1) / LedgerTime.NanosecondsPerDay;
        return latest with { NoticeTime = latest.Time.PlusDays(-days) };
    }
}
