using Google.Protobuf;
using Grpc.Core;
using LoyaltyEngine.Api.Errors;
using LoyaltyEngine.Api.Mapping;
using LoyaltyEngine.Api.Validation;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Runtime;
using LoyaltyEngine.Runtime.Programs;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Services;

// Changes of the member itself.
public sealed partial class MemberApi
{
    /// <inheritdoc/>
    public override async Task<V1.AddIdentifierResponse> AddIdentifier(
        V1.AddIdentifierRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var (found, head) = ReadHead(request, context, ref checks);
        var identifier = IdentifierReader.Read(
            "identifier", request.Identifier, Targets.ProgramNow(ledger, found), ref checks);
        var program = Targets.Require(found, request.ProgramId, checks);

        var answer = await changes.AddIdentifierAsync(program, request.MemberId, head, identifier);
        var (member, entry) = await AcceptAsync(program, request.MemberId, answer);
        return new V1.AddIdentifierResponse { Member = member, Entry = entry, Replayed = answer.IsReplay };
    }

    /// <inheritdoc/>
    public override async Task<V1.RemoveIdentifierResponse> RemoveIdentifier(
        V1.RemoveIdentifierRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var (found, head) = ReadHead(request, context, ref checks);
        // What the program no longer declares may still be taken away.
        var identifier = IdentifierReader.Read("identifier", request.Identifier, null, ref checks);
        var program = Targets.Require(found, request.ProgramId, checks);

        var answer = await changes.RemoveIdentifierAsync(program, request.MemberId, head, identifier);
        var (member, entry) = await AcceptAsync(program, request.MemberId, answer);
        return new V1.RemoveIdentifierResponse { Member = member, Entry = entry, Replayed = answer.IsReplay };
    }

    /// <inheritdoc/>
    public override async Task<V1.ReplaceIdentifierResponse> ReplaceIdentifier(
        V1.ReplaceIdentifierRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var (found, head) = ReadHead(request, context, ref checks);
        var old = IdentifierReader.Read("old_identifier", request.OldIdentifier, null, ref checks);
        var next = IdentifierReader.Read(
            "new_identifier", request.NewIdentifier, Targets.ProgramNow(ledger, found), ref checks);
        var program = Targets.Require(found, request.ProgramId, checks);

        var answer = await changes.ReplaceIdentifierAsync(program, request.MemberId, head, old, next);
        var (member, entry) = await AcceptAsync(program, request.MemberId, answer);
        return new V1.ReplaceIdentifierResponse { Member = member, Entry = entry, Replayed = answer.IsReplay };
    }

    /// <inheritdoc/>
    public override async Task<V1.UpdateMemberResponse> UpdateMember(
        V1.UpdateMemberRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var (found, head) = ReadHead(request, context, ref checks);
        var update = ProfileUpdate.Read(request, Targets.ProgramNow(ledger, found), ref checks);
        var program = Targets.Require(found, request.ProgramId, checks);

        // All that the request asks for, and nothing of how it is sent.
        var content = new V1.UpdateMemberRequest
        {
            PersonalData = request.PersonalData,
            Attributes = { request.Attributes },
            Consents = { request.Consents },
            UpdateMask = request.UpdateMask,
        };
        var answer = await changes.UpdateAsync(
            program, request.MemberId, head, content.ToByteString().ToBase64(), update.Apply);
        var (member, entry) = await AcceptAsync(program, request.MemberId, answer);
        return new V1.UpdateMemberResponse { Member = member, Entry = entry, Replayed = answer.IsReplay };
    }

    /// <inheritdoc/>
    public override async Task<V1.SetMemberStatusResponse> SetMemberStatus(
        V1.SetMemberStatusRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var (found, head) = ReadHead(request, context, ref checks);
        if (request.Status is not (V1.MemberStatus.Active or V1.MemberStatus.Blocked or V1.MemberStatus.Closed))
            checks.Add("status", "must be MEMBER_STATUS_ACTIVE, MEMBER_STATUS_BLOCKED or MEMBER_STATUS_CLOSED");
        checks.StatusReason("reason_code", request.ReasonCode);
        var program = Targets.Require(found, request.ProgramId, checks);

        var status = (MemberStatus)((int)request.Status - 1);
        var answer = await changes.SetStatusAsync(program, request.MemberId, head, status, request.ReasonCode);
        var (member, entry) = await AcceptAsync(program, request.MemberId, answer);
        return new V1.SetMemberStatusResponse { Member = member, Entry = entry, Replayed = answer.IsReplay };
    }

    /// <inheritdoc/>
    public override async Task<V1.EraseMemberResponse> EraseMember(
        V1.EraseMemberRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var (found, head) = ReadHead(request, context, ref checks);
        var program = Targets.Require(found, request.ProgramId, checks);

        var answer = await changes.EraseAsync(program, request.MemberId, head);
        var (member, entry) = await AcceptAsync(program, request.MemberId, answer);
        return new V1.EraseMemberResponse { Member = member, Entry = entry, Replayed = answer.IsReplay };
    }

    /// <inheritdoc/>
    public override async Task<V1.ExportMemberResponse> ExportMember(
        V1.ExportMemberRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(ledger, context, request.ProgramId, request.MemberId, ref checks);
        var program = Targets.Require(found, request.ProgramId, checks);
        var export = new MemberExport(ledger, program, request.MemberId);
        var member = await ShowAsync(program, request.MemberId);
        return new V1.ExportMemberResponse { Json = await export.WriteAsync(member) };
    }

    private (ProgramHost? Program, RequestHead Head) ReadHead(
        V1.IMemberRequest request, ServerCallContext context, ref FieldChecks checks)
    {
        var found = Targets.Read(ledger, context, request.ProgramId, request.MemberId, ref checks);
        return (found, HeadReader.Read(request, ref checks));
    }

    private async Task<(V1.Member Member, V1.Entry Entry)> AcceptAsync(
        ProgramHost program, string memberId, WriteAnswer answer)
    {
        if (answer.Rejection is { } rejection)
            throw Failures.Rejected(rejection);
        var entry = Entries.ToProto(program.Id, memberId, answer.Event!, withBasket: false);
        return (await ShowAsync(program, memberId), entry);
    }
}
