using Grpc.Core;
using LoyaltyEngine.Api.Errors;
using LoyaltyEngine.Api.Mapping;
using LoyaltyEngine.Api.Validation;
using LoyaltyEngine.Api.Wire;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Runtime;
using LoyaltyEngine.Runtime.Enrolment;
using LoyaltyEngine.Runtime.Programs;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Services;

/// <summary>Answers tills: checks a request's shape, asks the ledger, and shows what it says. Thread-safe.</summary>
#if !OFFICIAL_GRPC
[BindServiceMethod(typeof(TillBinding), nameof(TillBinding.Bind))]
#endif
public sealed partial class TillApi(Ledger ledger, MemberEnrolment enrolment) : V1.TillService.TillServiceBase
{
    /// <summary>The most points one burn may take.</summary>
    public const long BurnPointsMax = 1_000_000_000_000;

    private readonly TillMembers _members = new(ledger, enrolment);

    /// <summary>Earns; see <see cref="TillBinding"/>.</summary>
    public async Task<EarnAnswer> EarnPoints(EarnRequest request, ServerCallContext context)
    {
        var (program, head, basket) = Read(request, context);
        var memberId = request.MemberIdentifier is { } identifier
            ? await _members.FindOrEnrolAsync(program, identifier, head)
            : request.MemberId;
        var change = Accept(await ledger.EarnAsync(program, memberId, head, basket), out var replayed);
        return new EarnAnswer(program.Id, memberId, change, replayed);
    }

    /// <inheritdoc/>
    public override async Task<V1.EarnPointsResponse> EarnPoints(
        V1.EarnPointsRequest request, ServerCallContext context)
        => (await EarnPoints(EarnRequest.Of(request), context)).ToProto();

    /// <inheritdoc/>
    public override async Task<V1.BurnPointsResponse> BurnPoints(
        V1.BurnPointsRequest request, ServerCallContext context)
    {
        var (program, head) = Read(request, context);
        var memberId = await FindAsync(program, request, head);
        var change = Accept(await ledger.BurnAsync(program, memberId, head, request.Points), out var replayed);
        var entry = Entries.ToProto(program.Id, memberId, change, withBasket: false);
        return new V1.BurnPointsResponse
        {
            Entry = entry,
            Balance = entry.BalanceAfter,
            Revision = change.Revision,
            Replayed = replayed,
            Value = entry.PointsBurned.Value,
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.ReturnPurchaseResponse> ReturnPurchase(
        V1.ReturnPurchaseRequest request, ServerCallContext context)
    {
        var (program, head, asked) = Read(request, context);
        var memberId = await FindAsync(program, request, head);
        var answer = asked.Sale is { } sale
            ? await ledger.ReturnSaleAsync(program, memberId, head, sale, asked.Parts, request.WaitForSale)
            : await ledger.ReturnAsync(program, memberId, head, asked.Basket);
        var change = Accept(answer, out var replayed);
        var entry = Entries.ToProto(program.Id, memberId, change, withBasket: false);
        return new V1.ReturnPurchaseResponse
        {
            Entry = entry,
            Balance = entry.BalanceAfter,
            Revision = change.Revision,
            Replayed = replayed,
            WaitsForSale = change is MemberEvent.ReturnAwaitsSale,
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.ExchangePurchaseResponse> ExchangePurchase(
        V1.ExchangePurchaseRequest request, ServerCallContext context)
    {
        var (program, head, asked) = Read(request, context);
        var memberId = await FindAsync(program, request, head);
        var change = Accept(
            await ledger.ExchangeAsync(program, memberId, head, asked.Sale, asked.Parts, asked.Basket),
            out var replayed);
        var entry = Entries.ToProto(program.Id, memberId, change, withBasket: false);
        return new V1.ExchangePurchaseResponse
        {
            Entry = entry,
            Balance = entry.BalanceAfter,
            Revision = change.Revision,
            Replayed = replayed,
            ReversedPoints = entry.PurchaseExchanged.ReversedPoints,
            EarnedPoints = entry.PurchaseExchanged.EarnedPoints,
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.ActivatePointsResponse> ActivatePoints(
        V1.ActivatePointsRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(
            ledger, context, request.ProgramId, request.MemberId, request.MemberIdentifier, ref checks);
        var head = HeadReader.Read(request, ref checks);
        checks.ReasonCode("event_code", request.EventCode);
        var sale = ReturnReader.ReadSale(request, ref checks);
        var program = Targets.Require(found, request.ProgramId, checks);

        var memberId = await FindAsync(program, request, head);
        var change = Accept(
            await ledger.ActivateAsync(program, memberId, head, sale, request.EventCode), out var replayed);
        var entry = Entries.ToProto(program.Id, memberId, change, withBasket: false);
        return new V1.ActivatePointsResponse
        {
            Entry = entry,
            Balance = entry.BalanceAfter,
            Revision = change.Revision,
            Replayed = replayed,
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.ReversePointsResponse> ReversePoints(
        V1.ReversePointsRequest request, ServerCallContext context)
    {
        var (program, head, target) = Read(request, context);
        var memberId = await FindAsync(program, request, head);
        var change = Accept(
            await ledger.ReverseAsync(program, memberId, head, target, request.MerchantCaused), out var replayed);
        var entry = Entries.ToProto(program.Id, memberId, change, withBasket: false);
        return new V1.ReversePointsResponse
        {
            Entry = entry,
            Balance = entry.BalanceAfter,
            Revision = change.Revision,
            Replayed = replayed,
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.GetBalanceResponse> GetBalance(
        V1.GetBalanceRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(
            ledger, context, request.ProgramId, request.MemberId, request.MemberIdentifier, ref checks);
        var program = Targets.Require(found, request.ProgramId, checks);
        var memberId = request.MemberIdentifier is { } identifier
            ? await _members.FindHolderAsync(program, identifier)
            : request.MemberId;
        if (request.IncludeSchedule)
            return Schedules.ToProto(await ledger.GetScheduleAsync(program, memberId));
        var answer = await ledger.GetBalanceAsync(program, memberId);
        if (!answer.IsEnrolled)
            throw Failures.MemberUnknown();
        return new V1.GetBalanceResponse
        {
            Balance = Entries.ToProto(answer.Balance),
            Revision = answer.Revision,
            Tier = answer.Tier is { } tier ? Tiers.ToProto(tier) : null,
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.QuotePointsResponse> QuotePoints(
        V1.QuotePointsRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(
            ledger, context, request.ProgramId, request.MemberId, request.MemberIdentifier, ref checks);
        var time = checks.Time("occur_time", SentTime.Of(request.OccurTime));
        var till = HeadReader.ReadContext(request.Context, ref checks);
        var basket = request.Basket is null ? null : BasketReader.Read(SentBasket.Of(request.Basket), ref checks);
        var program = Targets.Require(found, request.ProgramId, checks);
        var memberId = request.MemberIdentifier is { } identifier
            ? await _members.FindHolderAsync(program, identifier)
            : request.MemberId;
        return Quotes.ToProto(await ledger.QuoteAsync(
            program, memberId, time, till, basket, explains: request.ExplainSkippedRules && basket is not null));
    }

    /// <inheritdoc/>
    public override async Task<V1.GetOutcomeResponse> GetOutcome(
        V1.GetOutcomeRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(
            ledger, context, request.ProgramId, request.MemberId, request.MemberIdentifier, ref checks);
        checks.RequestId("request_id", request.RequestId);
        var program = Targets.Require(found, request.ProgramId, checks);
        var memberId = request.MemberIdentifier is { } identifier
            ? await _members.FindLastHolderAsync(program, identifier)
            : request.MemberId;

        var answer = await ledger.GetOutcomeAsync(program, memberId, request.RequestId);
        var response = new V1.GetOutcomeResponse { Outcome = OutcomeOf(answer.Event), Revision = answer.Revision };
        if (answer.Event is { } change)
            response.Entry = Entries.ToProto(program.Id, memberId, change, withBasket: false);
        return response;
    }

    /// <inheritdoc/>
    public override async Task<V1.CancelRequestResponse> CancelRequest(
        V1.CancelRequestRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(
            ledger, context, request.ProgramId, request.MemberId, request.MemberIdentifier, ref checks);
        checks.RequestId("request_id", request.RequestId);
        var till = HeadReader.ReadContext(request.Context, ref checks);
        var program = Targets.Require(found, request.ProgramId, checks);
        var memberId = request.MemberIdentifier is { } identifier
            ? await _members.FindLastHolderAsync(program, identifier)
            : request.MemberId;

        var answer = await ledger.CancelRequestAsync(
            program, memberId, request.RequestId, till, HeadReader.Anonymous);
        var change = Accept(answer, out var replayed);
        return new V1.CancelRequestResponse
        {
            Outcome = OutcomeOf(change),
            Entry = Entries.ToProto(program.Id, memberId, change, withBasket: false),
            Revision = change.Revision,
            Replayed = replayed,
        };
    }

    private async ValueTask<string> FindAsync(ProgramHost program, V1.IWriteRequest request, RequestHead head) =>
        request.MemberIdentifier is { } identifier
            ? await _members.FindAsync(program, identifier, head)
            : request.MemberId;

    private static V1.Outcome OutcomeOf(MemberEvent? change) => change switch
    {
        null => V1.Outcome.Absent,
        MemberEvent.RequestCancelled => V1.Outcome.Cancelled,
        _ => V1.Outcome.Accepted,
    };

    private static MemberEvent Accept(in WriteAnswer answer, out bool replayed)
    {
        replayed = answer.IsReplay;
        return answer.Rejection is { } rejection ? throw Failures.Rejected(rejection) : answer.Event!;
    }

    private (ProgramHost Program, RequestHead Head, Basket Basket) Read(
        EarnRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(
            ledger, context, request.ProgramId, request.MemberId, request.MemberIdentifier, ref checks);
        var head = HeadReader.Read(request, ref checks);
        var basket = BasketReader.Read(request.Basket, ref checks);
        return (Targets.Require(found, request.ProgramId, checks), head, basket);
    }

    private (ProgramHost Program, RequestHead Head, (EntryTarget? Sale, ReturnPart[] Parts, Basket Basket) Asked) Read(
        V1.ReturnPurchaseRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(
            ledger, context, request.ProgramId, request.MemberId, request.MemberIdentifier, ref checks);
        var head = HeadReader.Read(request, ref checks);
        EntryTarget? sale = null;
        var parts = Array.Empty<ReturnPart>();
        var basket = new Basket("", []);
        if (request.SaleCase != V1.ReturnPurchaseRequest.SaleOneofCase.None)
        {
            sale = ReturnReader.ReadSale(request, ref checks);
            parts = ReturnReader.ReadParts(request.Lines, ref checks);
        }
        else
        {
            basket = BasketReader.Read(SentBasket.Of(request.Basket), ref checks);
            if (request.Lines.Count > 0)
                checks.Add("lines", "must not be given without a sale");
        }

        if (request.WaitForSale && request.SaleCase != V1.ReturnPurchaseRequest.SaleOneofCase.SaleRequestId)
            checks.Add("wait_for_sale", "must not be set without sale_request_id");

        return (Targets.Require(found, request.ProgramId, checks), head, (sale, parts, basket));
    }

    private (ProgramHost Program, RequestHead Head, (EntryTarget Sale, ReturnPart[] Parts, Basket Basket) Asked) Read(
        V1.ExchangePurchaseRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(
            ledger, context, request.ProgramId, request.MemberId, request.MemberIdentifier, ref checks);
        var head = HeadReader.Read(request, ref checks);
        var basket = BasketReader.Read(SentBasket.Of(request.Basket), ref checks);
        var sale = ReturnReader.ReadSale(request, ref checks);
        var parts = ReturnReader.ReadParts(request.Lines, ref checks);
        return (Targets.Require(found, request.ProgramId, checks), head, (sale, parts, basket));
    }

    private (ProgramHost Program, RequestHead Head) Read(
        V1.BurnPointsRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(
            ledger, context, request.ProgramId, request.MemberId, request.MemberIdentifier, ref checks);
        var head = HeadReader.Read(request, ref checks);
        if (request.Points is < 1 or > BurnPointsMax)
            checks.Add("points", $"must be 1 to {BurnPointsMax}");
        return (Targets.Require(found, request.ProgramId, checks), head);
    }

    private (ProgramHost Program, RequestHead Head, EntryTarget Target) Read(
        V1.ReversePointsRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(
            ledger, context, request.ProgramId, request.MemberId, request.MemberIdentifier, ref checks);
        var head = HeadReader.Read(request, ref checks);
        var target = default(EntryTarget);
        switch (request.TargetCase)
        {
            case V1.ReversePointsRequest.TargetOneofCase.EntryId:
                target = new EntryTarget(EntryIds.RevisionOf(request.EntryId), "");
                if (target.Revision <= 0)
                    checks.Add("entry_id", "must be an entry_id as an entry names it");
                break;
            case V1.ReversePointsRequest.TargetOneofCase.TargetRequestId:
                target = new EntryTarget(0, request.TargetRequestId);
                checks.RequestId("target_request_id", request.TargetRequestId);
                break;
            default:
                checks.Add("target", "must be entry_id or target_request_id");
                break;
        }

        return (Targets.Require(found, request.ProgramId, checks), head, target);
    }
}
