using Grpc.Core;
using LoyaltyEngine.Client;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Online;

/// <summary>Says in a sentence why the engine did not do what was asked, and what to do about it.</summary>
internal static class ServerFailure
{
    public static CommandFailedException Explain(LoyaltyException failure, Uri server, string programId)
    {
        var error = failure.Error;
        var sentence = error switch
        {
            { Reason: ErrorReason.ProgramUnknown } =>
                $"The engine at {server} runs no program {programId}; ask which it runs with: loyalty info --server {server}",
            { StatusCode: StatusCode.Unavailable, ReasonName: "" } => NobodyThere(server, error.Message),
            { StatusCode: StatusCode.DeadlineExceeded } =>
                $"The engine at {server} did not answer in time.",
            { StatusCode: StatusCode.Unimplemented } =>
                $"What answers at {server} is not a LoyaltyEngine, or an older one: {error.Message}",
            { StatusCode: var code, ReasonName: "" } => $"The engine at {server} failed ({code}): {error.Message}",
            _ => $"The engine at {server} says {error.ReasonName}: {error.Message}",
        };
        return new CommandFailedException(sentence, failure);
    }

    private static string NobodyThere(Uri server, string detail) =>
        $"No engine answers at {server} ({detail}). Start one with: "
        + "dotnet run -c Release --project src/LoyaltyEngine.Server";
}
