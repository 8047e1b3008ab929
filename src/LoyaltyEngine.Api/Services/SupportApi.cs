using Grpc.Core;
using LoyaltyEngine.Api.Errors;
using LoyaltyEngine.Api.Mapping;
using LoyaltyEngine.Api.Validation;
using LoyaltyEngine.Api.Wire;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tiers;
using LoyaltyEngine.Runtime;
using LoyaltyEngine.Runtime.Programs;
using LoyaltyEngine.Runtime.Support;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Services;

/// <summary>Answers the customer-care desk: corrects, explains, proves. Thread-safe.</summary>
public sealed class SupportApi(Ledger ledger, MemberSupport support) : V1.SupportService.SupportServiceBase
{
    private const int NoteLengthMax = 500;

    /// <inheritdoc/>
    public override async Task<V1.AdjustPointsResponse> AdjustPoints(
        V1.AdjustPointsRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(ledger, context, request.ProgramId, request.MemberId, ref checks);
        var head = HeadReader.Read(request, ref checks);
        if (request.Points is 0 or > ProgramLimits.AdjustmentPointsMax or < -ProgramLimits.AdjustmentPointsMax)
            checks.Add("points", $"must not be 0, and at most {ProgramLimits.AdjustmentPointsMax} either way");
        checks.ReasonCode("reason_code", request.ReasonCode);
        checks.Text("note", request.Note, 0, NoteLengthMax);
        var program = Targets.Require(found, request.ProgramId, checks);

        var answer = await support.AdjustAsync(
            program, request.MemberId, head, request.Points, request.ReasonCode, request.Note);
        if (answer.Rejection is { } rejection)
            throw Failures.Rejected(rejection);
        var entry = Entries.ToProto(program.Id, request.MemberId, answer.Event!, withBasket: false);
        return new V1.AdjustPointsResponse
        {
            Entry = entry,
            Balance = entry.BalanceAfter,
            Revision = entry.Revision,
            Replayed = answer.IsReplay,
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.WriteOffDebtResponse> WriteOffDebt(
        V1.WriteOffDebtRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(ledger, context, request.ProgramId, request.MemberId, ref checks);
        var head = HeadReader.Read(request, ref checks);
        if (request.Points < 0)
            checks.Add("points", "must not be negative");
        checks.ReasonCode("reason_code", request.ReasonCode);
        var program = Targets.Require(found, request.ProgramId, checks);

        var answer = await ledger.WriteOffAsync(
            program, request.MemberId, head, request.Points, request.ReasonCode);
        if (answer.Rejection is { } rejection)
            throw Failures.Rejected(rejection);
        var entry = Entries.ToProto(program.Id, request.MemberId, answer.Event!, withBasket: false);
        return new V1.WriteOffDebtResponse
        {
            Entry = entry,
            Balance = entry.BalanceAfter,
            Revision = entry.Revision,
            Replayed = answer.IsReplay,
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.GrantTierResponse> GrantTier(V1.GrantTierRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(ledger, context, request.ProgramId, request.MemberId, ref checks);
        var head = HeadReader.Read(request, ref checks);
        checks.Text("tier_id", request.TierId, 0, ProgramLimits.NameLengthMax);
        var grants = request.TierId.Length > 0;
        var endTime = grants ? checks.Time("end_time", SentTime.Of(request.EndTime)) : default;
        if (!grants && request.EndTime is not null)
            checks.Add("end_time", "must be left out where tier_id is");
        checks.ReasonCode("reason_code", request.ReasonCode);
        checks.Text("matched_program", request.MatchedProgram, 0, ProgramLimits.WordLengthMax);
        var program = Targets.Require(found, request.ProgramId, checks);

        var answer = await ledger.GrantTierAsync(
            program, request.MemberId, head, new TierHold(request.TierId, endTime), request.ReasonCode,
            request.MatchedProgram);
        if (answer.Rejection is { } rejection)
            throw Failures.Rejected(rejection);
        var entry = Entries.ToProto(program.Id, request.MemberId, answer.Event!, withBasket: false);
        return new V1.GrantTierResponse { Entry = entry, Revision = entry.Revision, Replayed = answer.IsReplay };
    }

    /// <inheritdoc/>
    public override async Task<V1.ExplainEntryResponse> ExplainEntry(
        V1.ExplainEntryRequest request, ServerCallContext context)
    {
        var (program, target) = Read(request, context);
        if (!(await ledger.GetBalanceAsync(program, request.MemberId)).IsEnrolled)
            throw Failures.MemberUnknown();
        var explanation = await support.ExplainEntryAsync(
            program, request.MemberId, target, request.ExplainSkippedRules, context.CancellationToken)
            ?? throw Failures.Rejected(new Rejection(RejectionReason.EntryUnknown));
        return Explanations.ToProto(program.Id, request.MemberId, explanation);
    }

    /// <inheritdoc/>
    public override async Task<V1.ExplainBalanceResponse> ExplainBalance(
        V1.ExplainBalanceRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(ledger, context, request.ProgramId, request.MemberId, ref checks);
        var program = Targets.Require(found, request.ProgramId, checks);
        var explanation =
            await support.ExplainBalanceAsync(program, request.MemberId, context.CancellationToken)
            ?? throw Failures.MemberUnknown();
        return Explanations.ToProto(program, explanation);
    }

    /// <inheritdoc/>
    public override async Task<V1.VerifyMemberResponse> VerifyMember(
        V1.VerifyMemberRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(ledger, context, request.ProgramId, request.MemberId, ref checks);
        var program = Targets.Require(found, request.ProgramId, checks);
        var verification = await support.VerifyAsync(program, request.MemberId, context.CancellationToken)
            ?? throw Failures.MemberUnknown();
        var response = new V1.VerifyMemberResponse
        {
            Intact = verification.Faults.Count == 0,
            Revision = verification.Revision,
            EntryCount = verification.EntryCount,
            HeadHash = verification.Head.ToString(),
            RecomputedBalance = Entries.ToProto(verification.Recomputed),
            LiveBalance = verification.Live is { } live ? Entries.ToProto(live) : null,
        };
        foreach (var fault in verification.Faults)
            response.Faults.Add(new V1.MemberFault { Revision = fault.Revision, Message = fault.Message });
        return response;
    }

    private (ProgramHost Program, EntryTarget Target) Read(
        V1.ExplainEntryRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(ledger, context, request.ProgramId, request.MemberId, ref checks);
        var target = default(EntryTarget);
        switch (request.TargetCase)
        {
            case V1.ExplainEntryRequest.TargetOneofCase.EntryId:
                target = new EntryTarget(EntryIds.RevisionOf(request.EntryId), "");
                if (target.Revision <= 0)
                    checks.Add("entry_id", "must be an entry_id as an entry names it");
                break;
            case V1.ExplainEntryRequest.TargetOneofCase.TargetRequestId:
                target = new EntryTarget(0, request.TargetRequestId);
                checks.RequestId("target_request_id", request.TargetRequestId);
                break;
            default:
                checks.Add("target", "must be entry_id or target_request_id");
                break;
        }

        return (Targets.Require(found, request.ProgramId, checks), target);
    }
}
