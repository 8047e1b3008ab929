using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests.Isolation;

/// <summary>A program of a tenant, with a member who has bought, burned, reserved and is known by a card.</summary>
internal sealed record Space(string Tenant, string ProgramId, string MemberId, int Pounds)
{
    public string EarnId => $"{MemberId}-earn";

    public string PendingEarnId => $"{MemberId}-pending";

    public string ReserveId => $"{MemberId}-reserve";

    public string Card => $"{MemberId}-card";

    public Metadata Headers => new() { { "tenant-id", Tenant } };

    public string Yaml(int points) => $$"""
        program: {{ProgramId}}
        name: The program of {{MemberId}}
        currency: GBP
        time_zone: Europe/London
        begins: 2009-01-01
        earning:
          base: { points: {{points}}, per: 1.00 }
        burning: { points_per_unit: 100, minimum: 1, step: 1, reservations: { seconds: 60 } }
        adjustments: { maximum: 100, daily_maximum: 1000 }
        identifiers: [{ kind: card }]
        enrolment: { at_till: enrol, legal_profiles: [{ id: x }] }
        attributes: [{ name: x }]
        consents: [card]
        tiers: { levels: [{ id: x }, { id: y, threshold: 100000 }] }
        {{(points == 2 ? "pending: { event: delivered }" : "")}}
        """;

    /// <summary>Makes the program, a version of tomorrow, and the member.</summary>
    public async Task FillAsync(RunningEngine engine)
    {
        await PublishAsync(engine, 1, null);
        await PublishAsync(engine, 2, Timestamp.FromDateTime(Requests.Now.ToDateTime().AddDays(1)));
        await engine.Members.EnrolMemberAsync(
            new EnrolMemberRequest
            {
                ProgramId = ProgramId,
                MemberId = MemberId,
                RequestId = $"{MemberId}-enrol",
                OccurTime = Requests.Now,
                PersonalData = new PersonalData { GivenName = $"Name of {MemberId}" },
                Identifiers = { new Identifier { Kind = "card", Value = Card } },
            },
            Headers);
        var earn = Requests.Earn(EarnId, Pounds * 100);
        (earn.ProgramId, earn.MemberId) = (ProgramId, MemberId);
        await engine.Till.EarnPointsAsync(earn, Headers);
        var burn = Requests.Burn($"{MemberId}-burn", 7);
        (burn.ProgramId, burn.MemberId) = (ProgramId, MemberId);
        await engine.Till.BurnPointsAsync(burn, Headers);
        await engine.Till.ReservePointsAsync(
            new ReservePointsRequest
            {
                ProgramId = ProgramId,
                MemberId = MemberId,
                RequestId = ReserveId,
                OccurTime = Requests.Now,
                Points = 20,
            },
            Headers);
    }

    /// <summary>Has the member owe what was earned once more.</summary>
    public async Task OweAsync(RunningEngine engine)
    {
        var back = Requests.Return($"{MemberId}-owe", 2 * Pounds * 100);
        (back.ProgramId, back.MemberId) = (ProgramId, MemberId);
        await engine.Till.ReturnPurchaseAsync(back, Headers);
    }

    /// <summary>Has the member earn points tomorrow that wait for an event.</summary>
    public async Task EarnPendingAsync(RunningEngine engine)
    {
        var earn = Requests.Earn(PendingEarnId, 500);
        (earn.ProgramId, earn.MemberId) = (ProgramId, MemberId);
        earn.OccurTime = Timestamp.FromDateTime(Requests.Now.ToDateTime().AddDays(1));
        engine.Clock.SetUtcNow(earn.OccurTime.ToDateTimeOffset());
        await engine.Till.EarnPointsAsync(earn, Headers);
    }

    private async Task PublishAsync(RunningEngine engine, int points, Timestamp? effectiveTime) =>
        await engine.Programs.PublishProgramAsync(
            new PublishProgramRequest
            {
                ProgramId = ProgramId,
                RequestId = $"{MemberId}-publish-{points}",
                EffectiveTime = effectiveTime,
                Yaml = Yaml(points),
            },
            Headers);
}
