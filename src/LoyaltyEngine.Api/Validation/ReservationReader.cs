using LoyaltyEngine.Api.Mapping;
using LoyaltyEngine.Runtime;

namespace LoyaltyEngine.Api.Validation;

/// <summary>Checks how a request names a reservation.</summary>
internal static class ReservationReader
{
    /// <summary>The entry or the request that began it; not to be used where the checks found anything.</summary>
    public static EntryTarget Read(string entryId, string requestId, ref FieldChecks checks)
    {
        if (entryId.Length == 0 && requestId.Length == 0)
        {
            checks.Add("reservation", "must be reservation_entry_id or reservation_request_id");
            return default;
        }

        if (entryId.Length == 0)
        {
            checks.RequestId("reservation_request_id", requestId);
            return new EntryTarget(0, requestId);
        }

        var target = new EntryTarget(EntryIds.RevisionOf(entryId), "");
        if (target.Revision <= 0)
            checks.Add("reservation_entry_id", "must be an entry_id as an entry names it");
        return target;
    }
}
