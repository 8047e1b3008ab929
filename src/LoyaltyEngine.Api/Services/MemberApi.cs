using Grpc.Core;
using LoyaltyEngine.Api.Errors;
using LoyaltyEngine.Api.Mapping;
using LoyaltyEngine.Api.Validation;
using LoyaltyEngine.Api.Wire;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Runtime;
using LoyaltyEngine.Runtime.Enrolment;
using LoyaltyEngine.Runtime.Programs;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Services;

/// <summary>Enrols, finds, changes and shows members. Thread-safe.</summary>
public sealed partial class MemberApi(Ledger ledger, MemberEnrolment enrolment, MemberChanges changes)
    : V1.MemberService.MemberServiceBase
{
    private const int PageSizeDefault = 50;
    private const int PageSizeMax = 500;

    /// <inheritdoc/>
    public override async Task<V1.EnrolMemberResponse> EnrolMember(
        V1.EnrolMemberRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var memberId = request.MemberId.Length > 0 || request.RequestId.Length == 0
            ? request.MemberId
            : MemberEnrolment.MemberIdOf(request.ProgramId, request.RequestId);
        var found = Targets.Read(ledger, context, request.ProgramId, memberId, ref checks);
        checks.RequestId("request_id", request.RequestId);
        var time = checks.Time("occur_time", SentTime.Of(request.OccurTime));
        var till = HeadReader.ReadContext(request.Context, ref checks);
        var profile = ProfileReader.Read(request, Targets.ProgramNow(ledger, found), ref checks);
        var program = Targets.Require(found, request.ProgramId, checks);

        var head = new RequestHead(request.RequestId, time, till, HeadReader.Anonymous, null);
        var answer = await enrolment.EnrolAsync(program, memberId, head, profile);
        if (answer.Rejection is { } rejection)
            throw Failures.Rejected(rejection);

        var change = answer.Event!;
        return new V1.EnrolMemberResponse
        {
            Entry = Entries.ToProto(program.Id, memberId, change, withBasket: false),
            Member = Members.ToProto(
                program.Id,
                memberId,
                change,
                answer.IsReplay ? await enrolment.ReadProfileAsync(program, memberId, change) : profile),
            Replayed = answer.IsReplay,
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.GetMemberResponse> GetMember(V1.GetMemberRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(ledger, context, request.ProgramId, request.MemberId, ref checks);
        var program = Targets.Require(found, request.ProgramId, checks);
        return new V1.GetMemberResponse { Member = await ShowAsync(program, request.MemberId) };
    }

    /// <inheritdoc/>
    public override async Task<V1.FindMemberResponse> FindMember(
        V1.FindMemberRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(ledger, context, request.ProgramId, ref checks);
        var identifier = IdentifierReader.ReadKnown("identifier", request.Identifier, found?.Schedule, ref checks);
        var program = Targets.Require(found, request.ProgramId, checks);

        var answer = await enrolment.Identifiers.FindAsync(program, identifier);
        if (answer.State == IdentifierState.Unknown)
            throw Failures.Rejected(new Rejection(RejectionReason.IdentifierUnknown));
        return new V1.FindMemberResponse
        {
            Member = await ShowAsync(program, answer.MemberId),
            State = (V1.IdentifierState)answer.State,
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.ListEntriesResponse> ListEntries(
        V1.ListEntriesRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(ledger, context, request.ProgramId, request.MemberId, ref checks);
        if (request.PageSize < 0)
            checks.Add("page_size", "must not be negative");
        if (!Enum.IsDefined(request.View))
            checks.Add("view", "must be a known ENTRY_VIEW");
        var list = TenantId.Qualify(found?.Tenant ?? TenantId.Default, request.ProgramId);
        var filter = PageTokens.FilterOf(list, request.MemberId, request.View);
        if (!PageTokens.TryRead(request.PageToken, filter, out var from))
            checks.Add("page_token", "must be the next_page_token of the same list");
        var program = Targets.Require(found, request.ProgramId, checks);

        var size = request.PageSize == 0 ? PageSizeDefault : Math.Min(request.PageSize, PageSizeMax);
        var page = await ledger.ListEntriesAsync(program, request.MemberId, from, size)
            ?? throw Failures.MemberUnknown();
        var response = new V1.ListEntriesResponse
        {
            NextPageToken = PageTokens.Write(page.Next, filter),
            Revision = page.Revision,
        };
        var withBasket = request.View == V1.EntryView.Full;
        foreach (var change in page.Entries)
            response.Entries.Add(Entries.ToProto(program.Id, request.MemberId, change, withBasket));
        return response;
    }

    private async Task<V1.Member> ShowAsync(ProgramHost program, string memberId)
    {
        var answer = await ledger.GetBalanceAsync(program, memberId);
        if (!answer.IsEnrolled)
            throw Failures.MemberUnknown();
        var profile = await enrolment.ReadProfileAsync(program, memberId, answer);
        return Members.ToProto(program.Id, memberId, answer, profile);
    }
}
