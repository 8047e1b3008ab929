using System.Buffers;
using Grpc.Core;
using LoyaltyEngine.Api.Mapping;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Tiers;
using LoyaltyEngine.Journal.Codec;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Wire;

/// <summary>
/// The answer to an earn, written to the wire without the generated messages. Says what <see cref="ToProto"/> says.
/// </summary>
public sealed class EarnAnswer
{
    // Numbers, tags and lengths of everything but what is counted one by one.
    private const int FixedBytes = 384;
    private const int RuleBytes = 40;
    private const int TierBytes = 128;

    private readonly string _programId;
    private readonly string _memberId;
    private readonly MemberEvent _change;
    private readonly bool _isReplay;

    /// <summary>The answer with an entry.</summary>
    internal EarnAnswer(string programId, string memberId, MemberEvent change, bool isReplay)
    {
        _programId = programId;
        _memberId = memberId;
        _change = change;
        _isReplay = isReplay;
    }

    /// <summary>The answer as the generated message.</summary>
    internal V1.EarnPointsResponse ToProto()
    {
        var entry = Entries.ToProto(_programId, _memberId, _change, withBasket: false);
        return new V1.EarnPointsResponse
        {
            Entry = entry,
            Balance = entry.BalanceAfter,
            Revision = _change.Revision,
            Replayed = _isReplay,
        };
    }

    /// <summary>Writes the answer as <c>loyalty.v1.EarnPointsResponse</c>.</summary>
    internal void Write(SerializationContext context)
    {
        if (_change is not MemberEvent.PointsEarned earned)
            throw new InvalidOperationException($"{_change.GetType().Name} answers no earn.");
        var writer = new BackwardWriter(EncodeBuffer.OfAtLeast(BytesMax(earned)));
        writer.Bool(4, _isReplay);
        writer.Int64(3, earned.Revision);
        Write(ref writer, 2, earned.BalanceAfter);
        WriteEntry(ref writer, earned);
        context.SetPayloadLength(writer.Written.Length);
        context.GetBufferWriter().Write(writer.Written);
        context.Complete();
    }

    private void WriteEntry(ref BackwardWriter writer, MemberEvent.PointsEarned earned)
    {
        var origin = earned.Origin;
        var end = writer.BeginMessage();
        if (earned.Tier is { } tier)
            Write(ref writer, tier);
        if (earned.Inactivity is { } inactivity)
            Write(ref writer, inactivity);
        WriteEarned(ref writer, earned);
        writer.String(14, origin.TzVersion);
        writer.Int64(13, origin.UtcOffsetSeconds);
        writer.String(12, origin.Principal);
        Write(ref writer, 11, earned.BalanceAfter);
        writer.Int64(10, earned.Points);
        if (origin.Context != TillContext.Empty)
            Write(ref writer, origin.Context);
        Write(ref writer, 8, origin.RecordTime);
        Write(ref writer, 7, origin.OccurTime);
        writer.Int64(6, origin.ProgramVersion);
        writer.String(5, origin.RequestId);
        writer.Int64(4, earned.Revision);
        writer.String(3, _memberId);
        writer.String(2, _programId);
        writer.String(1, EntryIds.Of(earned.Revision));
        writer.EndMessage(1, end);
    }

    private static void WriteEarned(ref BackwardWriter writer, MemberEvent.PointsEarned earned)
    {
        var end = writer.BeginMessage();
        writer.String(7, earned.PendingEvent);
        if (earned.Settlement.LotChanges is [var opened])
        {
            if (opened.ExpireTime.IsMoment)
                Write(ref writer, 6, opened.ExpireTime);
            if (opened.IsPending && opened.ActivateTime.IsMoment)
                Write(ref writer, 5, opened.ActivateTime);
        }

        writer.Int64(3, -earned.Settlement.DebtChange);
        writer.Int64(2, earned.EligibleAmountMinor);
        for (var i = earned.AppliedRules.Length - 1; i >= 0; i--)
        {
            ref readonly var rule = ref earned.AppliedRules[i];
            var ruleEnd = writer.BeginMessage();
            writer.Int64(3, rule.MatchedAmountMinor);
            writer.Int64(2, rule.Points);
            writer.String(1, rule.RuleId);
            writer.EndMessage(1, ruleEnd);
        }

        writer.EndMessage(21, end);
    }

    private static void Write(ref BackwardWriter writer, Inactivity inactivity)
    {
        var end = writer.BeginMessage();
        if (inactivity.NoticeTime != default)
            Write(ref writer, 2, inactivity.NoticeTime);
        if (!inactivity.LapseTime.IsNever)
            Write(ref writer, 1, inactivity.LapseTime);
        writer.EndMessage(90, end);
    }

    private static void Write(ref BackwardWriter writer, TierChange tier)
    {
        var (held, progress) = (tier.Held, tier.Progress);
        var end = writer.BeginMessage();
        var standingEnd = writer.BeginMessage();
        writer.Int64(7, progress.KeepCount);
        writer.Int64(6, progress.NextCount);
        writer.String(5, progress.NextTierId);
        if (!progress.PeriodEndTime.IsNever)
            Write(ref writer, 4, progress.PeriodEndTime);
        writer.Int64(3, progress.Count);
        if (!held.EndTime.IsNever && held.TierId.Length > 0)
            Write(ref writer, 2, held.EndTime);
        writer.String(1, held.TierId);
        writer.EndMessage(2, standingEnd);
        writer.Int64(1, tier.Count.Count);
        writer.EndMessage(93, end);
    }

    private static void Write(ref BackwardWriter writer, TillContext context)
    {
        var end = writer.BeginMessage();
        writer.String(5, context.Channel);
        writer.String(4, context.ReceiptId);
        writer.String(3, context.CashierId);
        writer.String(2, context.TillId);
        writer.String(1, context.StoreId);
        writer.EndMessage(9, end);
    }

    private static void Write(ref BackwardWriter writer, int field, in Balance balance)
    {
        var end = writer.BeginMessage();
        writer.Int64(4, balance.Debt);
        writer.Int64(3, balance.Reserved);
        writer.Int64(2, balance.Pending);
        writer.Int64(1, balance.Available);
        writer.EndMessage(field, end);
    }

    private static void Write(ref BackwardWriter writer, int field, LedgerTime time)
    {
        var (seconds, nanos) = Times.Split(time);
        var end = writer.BeginMessage();
        writer.Int64(2, nanos);
        writer.Int64(1, seconds);
        writer.EndMessage(field, end);
    }

    private int BytesMax(MemberEvent.PointsEarned earned)
    {
        var origin = earned.Origin;
        var bytes = FixedBytes
            + EncodeBuffer.BytesOf(_programId)
            + EncodeBuffer.BytesOf(_memberId)
            + EncodeBuffer.BytesOf(origin.RequestId)
            + EncodeBuffer.BytesOf(origin.Principal)
            + EncodeBuffer.BytesOf(origin.TzVersion)
            + EncodeBuffer.BytesOf(origin.Context.StoreId)
            + EncodeBuffer.BytesOf(origin.Context.TillId)
            + EncodeBuffer.BytesOf(origin.Context.CashierId)
            + EncodeBuffer.BytesOf(origin.Context.ReceiptId)
            + EncodeBuffer.BytesOf(origin.Context.Channel)
            + (earned.Tier is { } tier
                ? TierBytes + EncodeBuffer.BytesOf(tier.Held.TierId) + EncodeBuffer.BytesOf(tier.Progress.NextTierId)
                : 0);
        foreach (ref readonly var rule in earned.AppliedRules.AsSpan())
            bytes += RuleBytes + EncodeBuffer.BytesOf(rule.RuleId);
        return bytes;
    }
}
