using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

/// <summary>Points that lapse for want of activity, as tills and the desk see it.</summary>
public sealed class InactivityTests : IAsyncLifetime
{
    // Requests.Now is noon of 22 November 2026 in London: a year later they lapse, and 30 days before notice is due.
    private const string Program = """
        program: sample
        currency: GBP
        time_zone: Europe/London
        begins: 2009-01-01
        inactivity: { months: 12, notice_days: 30 }
        earning:
          base: { points: 1, per: 1.00, rounding: down }
        burning: { points_per_unit: 100, minimum: 1, step: 1 }
        enrolment:
          legal_profiles: [{ id: qc, law: quebec }]
        """;

    private static readonly Timestamp s_lapse = Utc(2027, 11, 23);
    private static readonly Timestamp s_notice = Utc(2027, 10, 24, -1);

    private RunningEngine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await RunningEngine.StartAsync(Program, clockJumpSeconds: 800 * 86_400);
        await _engine.Members.EnrolMemberAsync(Requests.Enrol());
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task EarnPoints_UnderTheRule_TellsWhenPointsLapse()
    {
        var entry = (await _engine.Till.EarnPointsAsync(Requests.Earn("e1", 10_000))).Entry;

        entry.Inactivity.ShouldBe(new Inactivity { LapseTime = s_lapse, NoticeTime = s_notice });
        entry.PointsEarned.ExpireTime.ShouldBeNull();
        (await BalanceAsync()).Schedule.ShouldHaveSingleItem().ShouldBe(
            new ScheduledPoints { ExpireTime = s_lapse, Points = 100, WhenInactive = true });
        var explained = await _engine.Support.ExplainBalanceAsync(
            new ExplainBalanceRequest { ProgramId = "sample", MemberId = Requests.Member });
        explained.Lots.ShouldHaveSingleItem().ExpireTime.ShouldBe(s_lapse);
    }

    [Fact]
    public async Task Points_OfAMemberWhoStaysAway_LapseAfterANotice()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("e1", 10_000));

        _engine.Clock.SetUtcNow(s_notice.ToDateTimeOffset());
        (await BalanceAsync()).Balance.AvailablePoints.ShouldBe(100);
        _engine.Clock.SetUtcNow(s_lapse.ToDateTimeOffset());
        (await BalanceAsync()).Balance.ShouldBe(new Balance());

        var entries = await EntriesAsync();
        entries.Select(entry => entry.ChangeCase).Take(2).ShouldBe(
            [Entry.ChangeOneofCase.PointsExpired, Entry.ChangeOneofCase.ExpiryNoticed]);
        entries[1].ExpiryNoticed.ShouldBe(new ExpiryNoticed { LapseTime = s_lapse, LapsingPoints = 100 });
        entries[1].OccurTime.ShouldBe(s_notice);
        var explained = await _engine.Support.ExplainEntryAsync(new ExplainEntryRequest
        {
            ProgramId = "sample", MemberId = Requests.Member, EntryId = entries[1].EntryId,
        });
        explained.Summary.ShouldBe(
            "Notice became due: 100 points lapse at 2027-11-23T00:00:00Z unless the member is active before.");
    }

    [Fact]
    public async Task Points_OfAMemberWhoBurnsAfterTheNotice_LiveOn()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("e1", 10_000));
        _engine.Clock.SetUtcNow(s_notice.ToDateTimeOffset());
        var burn = Requests.Burn("b1", 1);
        burn.OccurTime = s_notice;

        var entry = (await _engine.Till.BurnPointsAsync(burn)).Entry;

        // 24 October 2028 is the last day.
        entry.Inactivity.LapseTime.ShouldBe(Utc(2028, 10, 25, -1));
        _engine.Clock.SetUtcNow(s_lapse.ToDateTimeOffset());
        (await BalanceAsync()).Balance.AvailablePoints.ShouldBe(99);
    }

    [Fact]
    public async Task PublishProgram_ThatBreaksTheLawOfAProfile_IsRefusedWithThePlace()
    {
        var yaml = Program.Replace("notice_days: 30", "notice_days: 61", StringComparison.Ordinal);

        var thrown = await Should.ThrowAsync<RpcException>(async () => await _engine.Programs.PublishProgramAsync(
            new PublishProgramRequest { ProgramId = "sample", RequestId = "p2", Yaml = yaml }));

        thrown.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        var faults = (await _engine.Programs.ValidateProgramAsync(
            new ValidateProgramRequest { ProgramId = "sample", Yaml = yaml })).Faults;
        faults.ShouldHaveSingleItem().ToString().ShouldContain("inactivity.notice_days");
    }

    private static Timestamp Utc(int year, int month, int day, int hours = 0) =>
        Timestamp.FromDateTime(new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).AddHours(hours));

    private async Task<GetBalanceResponse> BalanceAsync() => await _engine.Till.GetBalanceAsync(
        new GetBalanceRequest { ProgramId = "sample", MemberId = Requests.Member, IncludeSchedule = true });

    private async Task<IReadOnlyList<Entry>> EntriesAsync() => (await _engine.Members.ListEntriesAsync(
        new ListEntriesRequest { ProgramId = "sample", MemberId = Requests.Member })).Entries;
}
