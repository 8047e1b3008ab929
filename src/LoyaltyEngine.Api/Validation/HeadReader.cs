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
    public static RequestHead Read(V1.IMemberRequest request, ref FieldChecks checks)
    {
        checks.RequestId("request_id", request.RequestId);
        long? expectedRevision = request.HasExpectedRevision ? request.ExpectedRevision : null;
        if (expectedRevision < 0)
            checks.Add("expected_revision", "must not be negative");
        var time = checks.Time("occur_time", request.OccurTime);
        var context = ReadContext(request.Context, ref checks);
        return new RequestHead(request.RequestId, time, context, Anonymous, expectedRevision);
    }

    /// <summary>The till's context.</summary>
    public static TillContext ReadContext(V1.TillContext? context, ref FieldChecks checks)
    {
        if (context is null)
            return TillContext.Empty;
        checks.ContextText("context.store_id", context.StoreId);
        checks.ContextText("context.till_id", context.TillId);
        checks.ContextText("context.cashier_id", context.CashierId);
        checks.ContextText("context.receipt_id", context.ReceiptId);
        return new TillContext(context.StoreId, context.TillId, context.CashierId, context.ReceiptId);
    }
}
