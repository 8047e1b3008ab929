using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Runtime.Tests.Audit;

/// <summary>
/// The entries of a member of a program at UTC whose points lapse, all at once, so many days after the last purchase or
/// burn, with notice before: reckoned again with the calendar of the runtime.
/// </summary>
internal sealed class IdleHistory(int idleDays, int noticeDays) : IHistoryAudit
{
    private long _points;
    private DateTime _lapse = DateTime.MinValue;
    private DateTime _notice;
    private bool _isNoticed;

    public int Notices { get; private set; }

    public int Lapses { get; private set; }

    /// <inheritdoc/>
    public void Add(MemberEvent entry)
    {
        var (now, name) = (TimeOf(entry.Origin.RecordTime), $"entry {entry.Revision}");
        switch (entry)
        {
            case MemberEvent.PointsEarned or MemberEvent.PointsBurned:
                CheckNothingDue(now, name);
                _points += entry.Points;
                var lapse = TimeOf(entry.Origin.OccurTime).Date.AddDays(idleDays + 1);
                Claim.Equal(TimeOf(entry.Inactivity!.LapseTime), lapse, $"when points lapse after {name}");
                if (lapse > _lapse)
                    (_lapse, _notice, _isNoticed) = (lapse, lapse.AddDays(-noticeDays), false);
                break;
            case MemberEvent.ExpiryNoticed noticed:
                Notices++;
                Claim.That(!_isNoticed && _points > 0, $"{name} gives notice of something, once");
                Claim.That(_notice <= now, $"{name} gives notice no earlier than declared");
                Claim.Equal(noticed.LapsingPoints, _points, $"the points of {name}");
                // Whoever is told late has all the days from that on.
                var inTime = now.Date.AddDays(noticeDays);
                _lapse = inTime > _lapse ? inTime : _lapse;
                _isNoticed = true;
                Claim.Equal(TimeOf(noticed.LapseTime), _lapse, $"when points lapse by {name}");
                break;
            case MemberEvent.PointsExpired:
                Lapses++;
                Claim.That(_isNoticed && _lapse <= now, $"{name} lets nothing lapse too early");
                Claim.Equal(-entry.Points, _points, $"{name} lets all lapse");
                _points = 0;
                break;
        }

        Claim.Equal(entry.BalanceAfter.Available, _points, $"the balance of {name}");
    }

    /// <inheritdoc/>
    public void CheckNothingDue(DateTime now, string name)
    {
        Claim.That(_points == 0 || _isNoticed || _notice > now, $"{name}: notice is given in time");
        Claim.That(_points == 0 || !_isNoticed || _lapse > now, $"{name}: points lapse in time");
    }

    private static DateTime TimeOf(LedgerTime time) => DateTime.UnixEpoch.AddTicks(time.UnixNanoseconds / 100);
}
