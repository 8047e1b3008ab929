using LoyaltyEngine.Client;

namespace LoyaltyEngine.Cli.Online;

/// <summary>Makes the few calls of a small command: one connection, and the failure as a sentence.</summary>
internal static class OnlineCall
{
    /// <summary>How long an answer may take that rests on a member's whole history.</summary>
    public static readonly TimeSpan WholeHistoryTimeout = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(5);

    public static async Task<T> RunAsync<T>(
        Uri server, string programId, Func<LoyaltyClient, Task<T>> ask, TimeSpan? timeout = null, string tenantId = "")
    {
        // A person waits: an engine that is not there should be told at once.
        using var client = new LoyaltyClient(new LoyaltyClientOptions
        {
            Addresses = [server],
            MaxAttempts = 2,
            TenantId = tenantId,
            AttemptTimeout = timeout ?? UsualTimeout,
        });
        try
        {
            return await ask(client);
        }
        catch (LoyaltyException failure)
        {
            throw ServerFailure.Explain(failure, server, programId);
        }
    }
}
