using Grpc.Core;
using LoyaltyEngine.Api.Errors;
using LoyaltyEngine.Api.Mapping;
using LoyaltyEngine.Api.Validation;
using LoyaltyEngine.Core;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Runtime;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Services;

/// <summary>Tells of the engine itself. Thread-safe.</summary>
public sealed class ServerApi(Ledger ledger, IJournal journal, TotalsProjection totals, ServerFacts facts)
    : V1.ServerService.ServerServiceBase
{
    /// <inheritdoc/>
    public override Task<V1.GetServerInfoResponse> GetServerInfo(
        V1.GetServerInfoRequest request, ServerCallContext context)
    {
        var checks = default(FieldChecks);
        var tenant = Tenants.Read(context, ref checks);
        return checks.Violations is { } violations
            ? throw Failures.Invalid(violations)
            : ReadInfoAsync(tenant, context.CancellationToken);
    }

    /// <summary>The engine's particulars and the tenant's programs, with the books as of now.</summary>
    public async Task<V1.GetServerInfoResponse> ReadInfoAsync(string tenant, CancellationToken cancellation)
    {
        var books = await totals.CatchUpAsync(cancellation);
        var response = new V1.GetServerInfoResponse
        {
            Version = facts.Version,
            Durability = journal.Promise == JournalPromise.Flushed
                ? V1.Durability.Flushed
                : V1.Durability.Memory,
            DurabilityDescription = PromiseText.Of(journal.Promise),
            Journal = journal.Kind,
            StartTime = Times.ToProto(facts.StartTime),
            ClockSkewSeconds = (long)facts.ClockSkew.TotalSeconds,
            PropagationSeconds = (long)facts.PublicationLead.TotalSeconds,
        };
        foreach (var program in ledger.Programs.Where(program => program.Tenant == tenant))
        {
            var current = program.Schedule.Current;
            var total = books.Of(program.Tenant, program.Id);
            response.Programs.Add(new V1.ProgramSummary
            {
                ProgramId = program.Id,
                DisplayName = current.Definition.DisplayName,
                Version = current.Version,
                EffectiveTime = Times.ToProto(LedgerTime.FromInstant(current.EffectiveTime)),
                BeginTime = Times.ToProto(LedgerTime.FromInstant(current.BeginTime)),
                CurrencyCode = current.Definition.CurrencyCode,
                TimeZone = current.Definition.TimeZone,
                Totals = new V1.ProgramTotals
                {
                    IssuedPoints = total.Issued,
                    RestoredPoints = total.Restored,
                    AdjustedPoints = total.Adjusted,
                    OutstandingPoints = total.Outstanding,
                    DebtPoints = total.Debt,
                    BurnedPoints = total.Burned,
                    ExpiredPoints = total.Expired,
                    ReversedPoints = total.Reversed,
                    WrittenOffPoints = total.WrittenOff,
                    InTransitPoints = total.InTransit,
                    MemberCount = total.MemberCount,
                    EntryCount = total.EntryCount,
                },
            });
        }

        return response;
    }
}
