using Grpc.Core;
using LoyaltyEngine.Runtime;

namespace LoyaltyEngine.Api.Validation;

/// <summary>Tells for which tenant a call speaks: its header <c>tenant-id</c> says so.</summary>
internal static class Tenants
{
    /// <summary>The header.</summary>
    public const string Header = "tenant-id";

    /// <summary>The tenant of a call; the default one where it names none.</summary>
    public static string Read(ServerCallContext context, ref FieldChecks checks)
    {
        var sent = context.GetHttpContext().Request.Headers[Header];
        if (sent.Count == 0)
            return TenantId.Default;
        var tenant = sent.ToString();
        if (!TenantId.IsValid(tenant))
            checks.Add(Header, "must be 1 to 32 of a-z 0-9 -, once, as a header");
        return tenant;
    }
}
