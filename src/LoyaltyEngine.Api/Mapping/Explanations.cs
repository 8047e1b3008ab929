using System.Globalization;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Programs;
using LoyaltyEngine.Runtime.Support;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Mapping;

/// <summary>Explanations as the API shows them: the data, and the same in words.</summary>
internal static class Explanations
{
    /// <summary>An entry explained.</summary>
    public static V1.ExplainEntryResponse ToProto(string programId, string memberId, EntryExplanation explanation)
    {
        var entry = explanation.Entry;
        var response = new V1.ExplainEntryResponse
        {
            Entry = Entries.ToProto(programId, memberId, entry, withBasket: true),
            Summary = SummaryOf(explanation),
            DebtChangePoints = entry.Settlement.DebtChange,
            Reversed = explanation.IsReversed,
            Note = explanation.Note,
        };
        response.SkippedRules.AddRange(explanation.Skipped.Select(Quotes.ToProto));
        response.SkippedRuleCount = explanation.SkippedCount;
        foreach (var rule in RulesOf(entry))
            response.Rules.Add(ToProto(rule, explanation.Program));
        foreach (var rule in (entry as MemberEvent.PurchaseExchanged)?.Returned.AppliedRules ?? [])
            response.ReturnedRules.Add(ToProto(rule, explanation.Program));
        foreach (var change in entry.Settlement.LotChanges)
            response.Lots.Add(new V1.LotMovement { LotEntryId = EntryIds.Of(change.Lot), Points = change.Points });
        return response;
    }

    /// <summary>A balance explained.</summary>
    public static V1.ExplainBalanceResponse ToProto(ProgramHost program, BalanceExplanation explanation)
    {
        var response = new V1.ExplainBalanceResponse
        {
            Balance = Entries.ToProto(explanation.Balance),
            Revision = explanation.Revision,
            Summary = SummaryOf(explanation),
            MoreLotsCount = explanation.MoreLotsCount,
            MoreLotsPoints = explanation.MoreLotsPoints,
        };
        foreach (var part in explanation.Parts)
            response.Parts.Add(ToProto(program, part));
        foreach (var (held, opened) in explanation.Lots)
            response.Lots.Add(ToProto(held, opened));
        return response;
    }

    private static V1.RuleExplanation ToProto(AppliedRule rule, LoyaltyProgram? program)
    {
        var explained = new V1.RuleExplanation
        {
            RuleId = rule.RuleId,
            Points = rule.Points,
            MatchedAmountMinor = rule.MatchedAmountMinor,
        };
        if (program?.Definition is { } definition)
        {
            explained.Rate = RuleText.RateOf(definition, rule.RuleId);
            explained.Condition = RuleText.ConditionOf(definition, rule.RuleId);
            var amount = RuleText.Amount(definition, rule.MatchedAmountMinor);
            explained.Text = $"{rule.RuleId}: {RuleText.Points(rule.Points)} for {amount} of {explained.Condition}; "
                + $"{explained.Rate}.";
        }

        return explained;
    }

    private static V1.BalancePart ToProto(ProgramHost program, in BalancePart part)
    {
        var hasReason = part.Kind is BalancePartKind.Adjusted or BalancePartKind.WrittenOff;
        var isRule = part.Kind is BalancePartKind.Earned or BalancePartKind.Returned;
        var version = part.ProgramVersion;
        var entries = Count(part.EntryCount, "entry", "entries");
        var points = Signed(part.Points);
        var definition = program.Schedule.Versions.FirstOrDefault(one => one.Version == version)?.Definition;
        var words = isRule && definition is not null ? $": {RuleText.RateOf(definition, part.Name)}" : "";
        var of = part.Name.Length == 0 ? "" : $" {part.Name}";
        return new V1.BalancePart
        {
            Kind = KindOf(part.Kind),
            ProgramVersion = version,
            RuleId = isRule ? part.Name : "",
            ReasonCode = hasReason ? part.Name : "",
            EntryCount = part.EntryCount,
            Points = part.Points,
            Text = part.Kind == BalancePartKind.Other
                ? $"{points} by all else, {Count(part.EntryCount, "time", "times")}."
                : $"{points} {WordsOf(part.Kind)}{of}, {entries}, program version {Number(version)}{words}.",
        };
    }

    private static V1.LotExplanation ToProto(in HeldLot held, MemberEvent opened)
    {
        var lot = held.Lot;
        var id = lot.Id;
        var points = opened.Settlement.LotChanges.Where(change => change.Lot == id).Sum(change => change.Points);
        var kind = BalanceParts.KindOf(opened);
        var explained = new V1.LotExplanation
        {
            EntryId = EntryIds.Of(id),
            Kind = KindOf(kind),
            OccurTime = Times.ToProto(opened.Origin.OccurTime),
            Context = Entries.ToProto(opened.Origin.Context),
            ProgramVersion = opened.Origin.ProgramVersion,
            OpenedPoints = points,
            LeftPoints = lot.Points,
            ExpireTime = !lot.ExpireTime.IsMoment ? null : Times.ToProto(lot.ExpireTime),
            ReasonCode = (opened as MemberEvent.PointsAdjusted)?.ReasonCode ?? "",
            ActivateTime = held.ActivateTime != default && held.ActivateTime.IsMoment
                ? Times.ToProto(held.ActivateTime)
                : null,
            UntilEventCode = held.ActivateTime != default ? opened.Sale?.PendingEvent ?? "" : "",
            ReservationEntryId = held.Reservation == 0 ? "" : EntryIds.Of(held.Reservation),
        };
        if (opened.Sale is { } earned)
            Entries.Add(explained.AppliedRules, earned.AppliedRules);

        var receipt = opened.Origin.Context.ReceiptId is { Length: > 0 } number ? $", receipt {number}" : "";
        var day = opened.Origin.OccurTime.ToInstant().InUtc().Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
        explained.Text = $"{Number(lot.Points)} left of {RuleText.Points(points)} {WordsOf(kind)} on {day} (UTC)"
            + $"{receipt}, entry {explained.EntryId}"
            + (held.ActivateTime != default ? ", pending" : "")
            + (held.Reservation != 0 ? $", reserved by entry {explained.ReservationEntryId}" : "") + ".";
        return explained;
    }

    private static string SummaryOf(EntryExplanation explanation)
    {
        var entry = explanation.Entry;
        var version = $"program version {Number(entry.Origin.ProgramVersion)}";
        var debt = entry.Settlement.DebtChange switch
        {
            _ when entry is MemberEvent.DebtWrittenOff => "",
            < 0 and var change => $" {RuleText.Points(-change)} of it repaid debt.",
            > 0 and var change => $" {RuleText.Points(change)} of it became debt.",
            _ => "",
        };
        var sentence = entry switch
        {
            MemberEvent.PointsEarned earned =>
                $"A purchase earned {RuleText.Points(entry.Points)} by {version}: {Sum(earned.AppliedRules)}.",
            MemberEvent.PurchaseReturned { OfSale: { } step } returned =>
                $"A return of sale {EntryIds.Of(step.Sale)} took back {RuleText.Points(-entry.Points)} of "
                + $"{RuleText.Points(step.ClaimedPoints)} that the sale had earned for it: "
                + $"{Sum(returned.AppliedRules)}." + Forgiven(returned.ForgivenPoints) + Expired(step.ExpiredPoints),
            MemberEvent.PurchaseExchanged { Earned: var earned, Returned: { OfSale: { } step } returned } =>
                $"An exchange of goods of sale {EntryIds.Of(step.Sale)} took back {RuleText.Points(-returned.Points)} "
                + $"of {RuleText.Points(step.ClaimedPoints)} that the sale had earned for them: "
                + $"{Sum(returned.AppliedRules)}." + Forgiven(returned.ForgivenPoints) + Expired(step.ExpiredPoints)
                + $" The purchase in their place earned {RuleText.Points(earned.Points)} by {version}: "
                + $"{Sum(earned.AppliedRules)}.",
            MemberEvent.PurchaseReturned returned =>
                $"A return took back {RuleText.Points(-entry.Points)} by {version}: {Sum(returned.AppliedRules)}."
                + Forgiven(returned.ForgivenPoints),
            MemberEvent.PointsBurned burned =>
                $"{RuleText.Points(-entry.Points)} paid {Paid(burned, explanation.Program)} by {version}.",
            MemberEvent.PointsReserved reserved =>
                $"{RuleText.Points(ReservedPoints(entry))} were reserved by {version} "
                + $"until {reserved.EndTime}.",
            MemberEvent.ReservationReleased released =>
                $"Reservation {EntryIds.Of(released.Reservation)} ended "
                + (entry.Origin.RequestId.Length > 0 ? "by a request" : "because its time was over")
                + $" and freed {RuleText.Points(released.ReleasedPoints)}.",
            MemberEvent.ReturnAwaitsSale waits =>
                $"A return of the sale of request {waits.SaleRequestId} waits for it until {waits.EndTime}.",
            MemberEvent.WaitingReturnEnded ended =>
                $"The return of entry {EntryIds.Of(ended.WaitingReturn)} took nothing back: {WordsOf(ended.End)}.",
            MemberEvent.ReservationExtended extended =>
                $"Reservation {EntryIds.Of(extended.Reservation)} lasts until {extended.EndTime}.",
            MemberEvent.PointsAdjusted adjusted =>
                $"{RuleText.Points(Math.Abs(entry.Points))} {(entry.Points > 0 ? "given" : "taken")} by hand for "
                + $"{adjusted.ReasonCode} by {entry.Origin.Principal}, within the limits of {version}.",
            MemberEvent.ExpiryNoticed noticed =>
                $"Notice became due: {RuleText.Points(noticed.LapsingPoints)} lapse at {noticed.LapseTime} unless the "
                + "member is active before.",
            MemberEvent.TierReviewed { Tier: { } tier } reviewed =>
                $"{(reviewed.FormerTierId.Length > 0 ? $"Tier {reviewed.FormerTierId}" : "The lowest tier")} came to "
                + $"its time: the member has tier {tier.Held.TierId} from then on.",
            MemberEvent.TierGranted { Grant.TierId.Length: 0 } granted =>
                $"The grant of a tier was withdrawn for {granted.ReasonCode} by {entry.Origin.Principal}.",
            MemberEvent.TierGranted granted =>
                $"Tier {granted.Grant.TierId} was granted until {granted.Grant.EndTime} for {granted.ReasonCode} by "
                + $"{entry.Origin.Principal}"
                + (granted.MatchedProgram.Length > 0 ? $", to match {granted.MatchedProgram}." : "."),
            MemberEvent.DebtWrittenOff writtenOff =>
                $"{RuleText.Points(entry.Points)} of debt written off for {writtenOff.ReasonCode} by "
                + $"{entry.Origin.Principal}.",
            MemberEvent.PointsReversed reversed =>
                $"Entry {EntryIds.Of(reversed.ReversedRevision)} was undone: {Signed(entry.Points)}."
                + Forgiven(reversed.ForgivenPoints) + Expired(reversed.ExpiredPoints) + Netted(reversed.NettedPoints),
            MemberEvent.PointsActivated { ActivatedSale: > 0 } activated =>
                $"{RuleText.Points(PendingPoints(entry))} of sale {EntryIds.Of(activated.ActivatedSale)} became "
                + $"available by the event {activated.Event}.",
            MemberEvent.PointsActivated =>
                $"{RuleText.Points(PendingPoints(entry))} became available, because their time had come.",
            MemberEvent.PointsExpired =>
                $"{RuleText.Points(-entry.Points)} expired, because their time had come.",
            MemberEvent.MemberEnrolled => "The member was enrolled.",
            MemberEvent.RequestCancelled => $"Request {entry.Origin.RequestId} was cancelled.",
            _ => $"{Signed(entry.Points)}.",
        };
        return sentence + debt + (explanation.IsReversed ? " It was undone since." : "");
    }

    private static long PendingPoints(MemberEvent entry) =>
        -entry.Settlement.LotChanges.Where(change => change.IsPending).Sum(change => change.Points);

    private static string WordsOf(WaitingReturnEnd end) => end switch
    {
        WaitingReturnEnd.TimeOver => "its sale did not come in time",
        WaitingReturnEnd.NoSale => "the request that it waited for was cancelled or was no sale",
        _ => "the sale has no such lines, or not so much of them",
    };

    private static long ReservedPoints(MemberEvent entry) =>
        entry.Settlement.LotChanges.Where(change => change.IsReserved).Sum(change => change.Points);

    private static string SummaryOf(BalanceExplanation explanation)
    {
        var sums = explanation.Parts
            .GroupBy(part => part.Kind)
            .Select(kind => $"{Signed(kind.Sum(part => part.Points))} {WordsOf(kind.Key)}");
        var parts = explanation.Parts.Count == 0 ? "nothing happened yet" : string.Join(", ", sums);
        var debt = explanation.Balance.Debt > 0 ? ", owed" : "";
        return $"{RuleText.Points(explanation.Balance.Total)}{debt}: {parts}.";
    }

    private static AppliedRule[] RulesOf(MemberEvent entry) => entry switch
    {
        MemberEvent.PurchaseReturned returned => returned.AppliedRules,
        _ => entry.Sale?.AppliedRules ?? [],
    };

    private static string WordsOf(BalancePartKind kind) => kind switch
    {
        BalancePartKind.Earned => "earned by purchases",
        BalancePartKind.Burned => "burned",
        BalancePartKind.Returned => "taken back by returns",
        BalancePartKind.Forgiven => "of that forgiven",
        BalancePartKind.Adjusted => "adjusted by hand",
        BalancePartKind.EarnReversed => "by undoing earns",
        BalancePartKind.BurnReversed => "by undoing burns",
        BalancePartKind.AdjustmentReversed => "by undoing adjustments",
        BalancePartKind.Expired => "expired",
        BalancePartKind.ExpiredBefore => "of what was taken back expired before",
        BalancePartKind.WrittenOff => "of debt written off",
        _ => "by all else",
    };

    private static V1.BalancePartKind KindOf(BalancePartKind kind) => kind switch
    {
        BalancePartKind.Earned => V1.BalancePartKind.Earned,
        BalancePartKind.Burned => V1.BalancePartKind.Burned,
        BalancePartKind.Returned => V1.BalancePartKind.Returned,
        BalancePartKind.Forgiven => V1.BalancePartKind.Forgiven,
        BalancePartKind.Adjusted => V1.BalancePartKind.Adjusted,
        BalancePartKind.EarnReversed => V1.BalancePartKind.EarnReversed,
        BalancePartKind.BurnReversed => V1.BalancePartKind.BurnReversed,
        BalancePartKind.AdjustmentReversed => V1.BalancePartKind.AdjustmentReversed,
        BalancePartKind.Expired => V1.BalancePartKind.Expired,
        BalancePartKind.ExpiredBefore => V1.BalancePartKind.ExpiredBefore,
        BalancePartKind.WrittenOff => V1.BalancePartKind.WrittenOff,
        _ => V1.BalancePartKind.Other,
    };

    private static string Paid(MemberEvent.PointsBurned burned, LoyaltyProgram? program) => program is null
        ? $"{Number(burned.ValueMinor)} minor units of {burned.CurrencyCode}"
        : RuleText.Amount(program.Definition, burned.ValueMinor);

    private static string Sum(AppliedRule[] rules) =>
        string.Join(" + ", rules.Select(rule => $"{Number(rule.Points)} {rule.RuleId}"));

    private static string Expired(long points) =>
        points == 0 ? "" : $" {RuleText.Points(points)} had expired before.";

    private static string Forgiven(long points) => points == 0 ? "" : $" {RuleText.Points(points)} more were forgiven.";

    private static string Netted(LotChange[] netted) => netted.Length == 0
        ? ""
        : $" {RuleText.Points(netted.Sum(change => change.Points))} did not come back, which returns of the sales that "
            + "gave them had been forgiven.";

    private static string Count(long count, string one, string many) => $"{Number(count)} {(count == 1 ? one : many)}";

    private static string Signed(long points) => points > 0 ? $"+{RuleText.Points(points)}" : RuleText.Points(points);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
