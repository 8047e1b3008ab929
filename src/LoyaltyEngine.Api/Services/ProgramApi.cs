using Grpc.Core;
using LoyaltyEngine.Api.Errors;
using LoyaltyEngine.Api.Mapping;
using LoyaltyEngine.Api.Validation;
using LoyaltyEngine.Api.Wire;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Runtime;
using LoyaltyEngine.Runtime.Programs;
using LoyaltyEngine.Runtime.Support;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Services;

/// <summary>Shows, checks, publishes and retires the versions of programs. Thread-safe.</summary>
public sealed class ProgramApi(Ledger ledger, MemberSupport support) : V1.ProgramService.ProgramServiceBase
{
    private const int PageSizeDefault = 50;
    private const int PageSizeMax = 500;
    private const int PreviewSizeDefault = 1_000;
    private const int PreviewSizeMax = 10_000;

    /// <inheritdoc/>
    public override async Task<V1.GetProgramResponse> GetProgram(
        V1.GetProgramRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(ledger, context, request.ProgramId, ref checks);
        if (request.Version < 0)
            checks.Add("version", "must not be negative");
        var program = Targets.Require(found, request.ProgramId, checks);

        var history = await ledger.Publishing.ReadAsync(program);
        var now = ledger.Publishing.Now.ToInstant();
        var version = request.Version == 0
            ? history.Schedule.At(now) ?? history.Schedule.Versions[0]
            : history.Schedule.Find(request.Version)
                ?? throw Failures.Rejected(new ProgramRejection(ProgramRejectionReason.ProgramVersionUnknown));
        return new V1.GetProgramResponse
        {
            Version = Programs.ToProto(history, version.Version, now),
            Program = Programs.ToProto(version.Definition),
            Yaml = await ledger.Publishing.ReadSourceAsync(program, history.PublicationOf(version.Version)),
            Revision = history.Revision,
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.ListProgramVersionsResponse> ListProgramVersions(
        V1.ListProgramVersionsRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(ledger, context, request.ProgramId, ref checks);
        if (request.PageSize < 0)
            checks.Add("page_size", "must not be negative");
        if (!PageTokens.TryRead(request.PageToken, FilterOf(found, request), out var from))
            checks.Add("page_token", "must be the next_page_token of the same list");
        var program = Targets.Require(found, request.ProgramId, checks);

        var size = request.PageSize == 0 ? PageSizeDefault : Math.Min(request.PageSize, PageSizeMax);
        var history = await ledger.Publishing.ReadAsync(program);
        var now = ledger.Publishing.Now.ToInstant();
        var newest = Math.Min(from?.Revision ?? long.MaxValue, history.Schedule.Versions.Length);
        var response = new V1.ListProgramVersionsResponse { Revision = history.Revision };
        for (var version = newest; version > 0 && response.Versions.Count < size; version--)
            response.Versions.Add(Programs.ToProto(history, version, now));
        var next = newest - response.Versions.Count;
        response.NextPageToken = PageTokens.Write(
            next > 0 ? new ReadCursor(next, 0) : null, FilterOf(program, request));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<V1.ValidateProgramResponse> ValidateProgram(
        V1.ValidateProgramRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var existing = Targets.Read(ledger, context, request.ProgramId, ref checks);
        var sent = Read(request.ProgramId, request.Program, request.HasYaml ? request.Yaml : null, ref checks);
        if (checks.Violations is { } violations)
            throw Failures.Invalid(violations);

        var response = new V1.ValidateProgramResponse();
        response.Faults.AddRange(sent!.Faults.Select(Programs.ToProto));
        if (sent.Definition is not { } definition)
            return response;
        response.Program = Programs.ToProto(definition);
        response.Yaml = sent.Source;
        if (existing is not null)
        {
            var history = await ledger.Publishing.ReadAsync(existing);
            if (IdentifierContinuity.Check(history.Schedule.Standing, definition) is [_, ..] faults)
            {
                return new V1.ValidateProgramResponse
                {
                    Faults = { sent.With(faults).Select(Programs.ToProto) },
                };
            }

            response.Changes.AddRange(
                ProgramComparison.Between(history.Schedule.Current.Definition, definition).Select(Programs.ToProto));
        }

        return response;
    }

    /// <inheritdoc/>
    public override async Task<V1.PreviewTiersResponse> PreviewTiers(
        V1.PreviewTiersRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(ledger, context, request.ProgramId, ref checks);
        var sent = Read(request.ProgramId, request.Program, request.HasYaml ? request.Yaml : null, ref checks);
        if (request.PageSize < 0)
            checks.Add("page_size", "must not be negative");
        var filter = $"tiers {found?.Tenant}/{request.ProgramId}";
        if (!PageTokens.TryRead(request.PageToken, filter, out var from))
            checks.Add("page_token", "must be the next_page_token of the same list");
        if (sent?.Definition is { Tiers: null })
            checks.Add("form", "must have tiers");
        var program = Targets.Require(found, request.ProgramId, checks);
        if (sent!.Definition is not { } definition)
            return new V1.PreviewTiersResponse { Faults = { sent.Faults.Select(Programs.ToProto) } };

        var size = request.PageSize == 0 ? PreviewSizeDefault : Math.Min(request.PageSize, PreviewSizeMax);
        var next = LoyaltyProgram.Compile(definition, 1, ledger.Publishing.Now.ToInstant()).Tiers!;
        var preview = await support.PreviewTiersAsync(
            program, next, new FeedPosition(from?.Place ?? 0), size, context.CancellationToken);
        return new V1.PreviewTiersResponse
        {
            MemberCount = preview.MemberCount,
            Moves = { preview.Moves.Select(move => Tiers.ToProto(move.MemberId, move.Move)) },
            NextPageToken = PageTokens.Write(
                preview.Next is { } place ? new ReadCursor(0, place.Place) : null, filter),
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.PublishProgramResponse> PublishProgram(
        V1.PublishProgramRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var tenant = Tenants.Read(context, ref checks);
        checks.ProgramId(request.ProgramId);
        checks.RequestId("request_id", request.RequestId);
        LedgerTime? effectiveTime = request.EffectiveTime is null
            ? null
            : checks.Time("effective_time", SentTime.Of(request.EffectiveTime));
        if (request.HasExpectedRevision && request.ExpectedRevision < 0)
            checks.Add("expected_revision", "must not be negative");
        var sent = Read(request.ProgramId, request.Program, request.HasYaml ? request.Yaml : null, ref checks);
        if (checks.Violations is { } violations)
            throw Failures.Invalid(violations);

        var answer = await ledger.Publishing.PublishAsync(tenant, new ProgramPublication
        {
            ProgramId = request.ProgramId,
            RequestId = request.RequestId,
            ContentHash = ContentHasher.Publish(effectiveTime, sent!.Form, sent.Content),
            Principal = HeadReader.Anonymous,
            EffectiveTime = effectiveTime,
            ExpectedRevision = request.HasExpectedRevision ? request.ExpectedRevision : null,
            Definition = sent.Definition,
            Source = sent.Source,
        });
        var (history, record) = Accept(answer, sent);
        return new V1.PublishProgramResponse
        {
            Version = Programs.ToProto(history, record),
            Changes = { history.ChangesBy(record).Select(Programs.ToProto) },
            Revision = record.Revision,
            Replayed = answer.IsReplay,
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.RetireProgramVersionResponse> RetireProgramVersion(
        V1.RetireProgramVersionRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var found = Targets.Read(ledger, context, request.ProgramId, ref checks);
        checks.RequestId("request_id", request.RequestId);
        if (request.Version < 1)
            checks.Add("version", "must be 1 or more");
        if (request.HasExpectedRevision && request.ExpectedRevision < 0)
            checks.Add("expected_revision", "must not be negative");
        var program = Targets.Require(found, request.ProgramId, checks);

        var answer = await ledger.Publishing.RetireAsync(program, new ProgramRetirement(
            request.Version,
            request.RequestId,
            ContentHasher.Retire(request.Version),
            HeadReader.Anonymous,
            request.HasExpectedRevision ? request.ExpectedRevision : null));
        var (history, record) = Accept(answer, null);
        return new V1.RetireProgramVersionResponse
        {
            Version = Programs.ToProto(history, record),
            Changes = { history.ChangesBy(record).Select(Programs.ToProto) },
            Revision = record.Revision,
            Replayed = answer.IsReplay,
        };
    }

    private static (ProgramHistory History, ProgramRecord Record) Accept(ProgramAnswer answer, SentProgram? sent) =>
        answer.Rejection switch
        {
            null => (answer.History!, answer.Record!),
            { Reason: ProgramRejectionReason.ProgramFaulty } => throw Failures.ProgramFaulty(
                [.. sent!.Faults, .. sent.With(answer.Rejection.Faults)]),
            { } rejection => throw Failures.Rejected(rejection),
        };

    private static SentProgram? Read(string programId, V1.Program? message, string? yaml, ref FieldChecks checks)
    {
        if (message is not null)
            return SentProgram.OfMessage(programId, message);
        if (yaml is not null)
            return SentProgram.OfFile(programId, yaml);
        checks.Add("form", "must be program or yaml");
        return null;
    }

    private static string FilterOf(ProgramHost? program, V1.ListProgramVersionsRequest request) =>
        $"versions {program?.Tenant}/{request.ProgramId}";
}
