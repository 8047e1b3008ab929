using Grpc.Core;
using LoyaltyEngine.Cli.Console;
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
                $"The engine at {server.OriginalString} runs no program {programId}; ask which it runs with: "
                + $"{Invocation.Prefix} info --server {server.OriginalString}",
            { StatusCode: StatusCode.Unavailable, ReasonName: "" } => NobodyThere(server, error.Message),
            { StatusCode: StatusCode.DeadlineExceeded } =>
                $"The engine at {server.OriginalString} did not answer in time.",
            { StatusCode: StatusCode.Unimplemented } =>
                $"What answers at {server.OriginalString} is not a LoyaltyEngine, or an older one: {error.Message}",
            { StatusCode: var code, ReasonName: "" } =>
                $"The engine at {server.OriginalString} failed ({code}): {error.Message}",
            _ => $"The engine at {server.OriginalString} says {error.ReasonName}: {error.Message}",
        };
        return new CommandFailedException(sentence, failure);
    }

    private static string NobodyThere(Uri server, string detail) =>
        $"No engine answers at {server.OriginalString} ({detail.TrimEnd('.')}). Start one with: "
        + "dotnet run -c Release --project src/LoyaltyEngine.Server";
}
