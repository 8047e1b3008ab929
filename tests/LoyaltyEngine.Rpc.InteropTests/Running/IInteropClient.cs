namespace LoyaltyEngine.Rpc.InteropTests;

/// <summary>Runs interop cases against a server.</summary>
internal interface IInteropClient
{
    /// <summary>Gives for each case null if it passed, else what went wrong.</summary>
    Task<Dictionary<string, string?>> RunAsync(Endpoint server, IReadOnlyList<string> cases);
}
