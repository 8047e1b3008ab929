using LoyaltyEngine.Api.Mapping;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Runtime;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Validation;

/// <summary>Checks what a return names: the sale and what comes back of it.</summary>
internal static class ReturnReader
{
    /// <summary>The sale; not to be used where the checks found anything.</summary>
    public static EntryTarget ReadSale(V1.ReturnPurchaseRequest request, ref FieldChecks checks)
    {
        if (request.Basket is not null)
            checks.Add("basket", "must not be given together with a sale: lines says what comes back of it");
        return request.SaleCase == V1.ReturnPurchaseRequest.SaleOneofCase.SaleRequestId
            ? ByRequest(request.SaleRequestId, ref checks)
            : ByEntry(request.SaleEntryId, ref checks);
    }

    /// <summary>The sale; not to be used where the checks found anything.</summary>
    public static EntryTarget ReadSale(V1.ExchangePurchaseRequest request, ref FieldChecks checks)
    {
        switch (request.SaleCase)
        {
            case V1.ExchangePurchaseRequest.SaleOneofCase.SaleRequestId:
                return ByRequest(request.SaleRequestId, ref checks);
            case V1.ExchangePurchaseRequest.SaleOneofCase.SaleEntryId:
                return ByEntry(request.SaleEntryId, ref checks);
            default:
                checks.Add("sale", "must be sale_entry_id or sale_request_id");
                return default;
        }
    }

    /// <summary>The sale; not to be used where the checks found anything.</summary>
    public static EntryTarget ReadSale(V1.ActivatePointsRequest request, ref FieldChecks checks)
    {
        switch (request.SaleCase)
        {
            case V1.ActivatePointsRequest.SaleOneofCase.SaleRequestId:
                return ByRequest(request.SaleRequestId, ref checks);
            case V1.ActivatePointsRequest.SaleOneofCase.SaleEntryId:
                return ByEntry(request.SaleEntryId, ref checks);
            default:
                checks.Add("sale", "must be sale_entry_id or sale_request_id");
                return default;
        }
    }

    /// <summary>What comes back; not to be used where the checks found anything.</summary>
    public static ReturnPart[] ReadParts(IReadOnlyList<V1.ReturnedLine> lines, ref FieldChecks checks)
    {
        if (lines.Count > Basket.LineCountMax)
        {
            checks.Add("lines", $"must be at most {Basket.LineCountMax}, not {lines.Count}");
            return [];
        }

        var parts = new ReturnPart[lines.Count];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = ReadPart(lines[i], i, ref checks);
        return parts;
    }

    private static EntryTarget ByRequest(string requestId, ref FieldChecks checks)
    {
        checks.RequestId("sale_request_id", requestId);
        return new EntryTarget(0, requestId);
    }

    private static EntryTarget ByEntry(string entryId, ref FieldChecks checks)
    {
        var target = new EntryTarget(EntryIds.RevisionOf(entryId), "");
        if (target.Revision <= 0)
            checks.Add("sale_entry_id", "must be an entry_id as an entry names it");
        return target;
    }

    private static ReturnPart ReadPart(V1.ReturnedLine line, int index, ref FieldChecks checks)
    {
        if (line.LineId.Length == 0)
            checks.Add($"lines[{index}].line_id", "is required");
        switch (line.PartCase)
        {
            case V1.ReturnedLine.PartOneofCase.Quantity:
                var quantity = line.Quantity.Length == 0 ? Quantities.Unreadable : Quantities.Parse(line.Quantity);
                if (quantity == Quantities.Unreadable)
                {
                    checks.Add(
                        $"lines[{index}].quantity",
                        "must be a decimal number with at most 3 decimals, greater than 0 and at most 1000000");
                }

                return new ReturnPart(line.LineId, quantity, 0);
            case V1.ReturnedLine.PartOneofCase.AmountMinor:
                if (line.AmountMinor is < 1 or > Basket.AmountMinorMax)
                    checks.Add($"lines[{index}].amount_minor", $"must be 1 to {Basket.AmountMinorMax}");
                return new ReturnPart(line.LineId, 0, line.AmountMinor);
            default:
                return new ReturnPart(line.LineId, 0, 0);
        }
    }
}
