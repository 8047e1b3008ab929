using LoyaltyEngine.Api.Wire;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Runtime;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Validation;

/// <summary>Checks what all writes have in common.</summary>
internal static class HeadReader
{
    /// <summary>The principal of every request until there is authentication.</summary>
    public const string Anonymous = "anonymous";

    /// <summary>The head of a write; not to be used where the checks found anything.</summary>
    public static RequestHead Read(V1.IMemberRequest request, ref FieldChecks checks) => Read(
        request.RequestId,
        SentTime.Of(request.OccurTime),
        Of(request.Context),
        request.HasExpectedRevision ? request.ExpectedRevision : null,
        ref checks);

    /// <summary>The head of an earn; not to be used where the checks found anything.</summary>
    public static RequestHead Read(EarnRequest request, ref FieldChecks checks)
        => Read(request.RequestId, request.OccurTime, request.Context, request.ExpectedRevision, ref checks);

    /// <summary>The till's context.</summary>
    public static TillContext ReadContext(V1.TillContext? context, ref FieldChecks checks)
        => Check(Of(context), ref checks);

    /// <summary>The context of a generated message, not checked yet.</summary>
    public static TillContext? Of(V1.TillContext? context)
        => context is null
            ? null
            : new(context.StoreId, context.TillId, context.CashierId, context.ReceiptId, context.Channel);

    private static RequestHead Read(
        string requestId, SentTime? occurTime, TillContext? context, long? expectedRevision, ref FieldChecks checks)
    {
        checks.RequestId("request_id", requestId);
        if (expectedRevision < 0)
            checks.Add("expected_revision", "must not be negative");
        var time = checks.Time("occur_time", occurTime);
        return new RequestHead(requestId, time, Check(context, ref checks), Anonymous, expectedRevision);
    }

    private static TillContext Check(TillContext? context, ref FieldChecks checks)
    {
        if (context is null)
            return TillContext.Empty;
        checks.ContextText("context.store_id", context.StoreId);
        checks.ContextText("context.till_id", context.TillId);
        checks.ContextText("context.cashier_id", context.CashierId);
        checks.ContextText("context.receipt_id", context.ReceiptId);
        checks.ContextText("context.channel", context.Channel);
        return context;
    }
}
