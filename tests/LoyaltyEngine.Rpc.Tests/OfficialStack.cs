using Grpc.Core;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>Whether the tests run on the official packages, which some of what is ours lacks there.</summary>
public static class OfficialStack
{
    public static bool IsUsed => typeof(Metadata).Assembly.GetName().Name == "Grpc.Core.Api";
}
