using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Load.Running;

/// <summary>What the server under load says of itself.</summary>
internal sealed record ServerPromise(string Version, string Journal, bool IsDurable)
{
    /// <summary>Reads the server's particulars.</summary>
    /// <exception cref="RunRefusedException">
    /// It does not run the program that is to be loaded: it is another server than the one that was meant.
    /// </exception>
    public static ServerPromise Read(byte[] answer, string programId)
    {
        var info = GetServerInfoResponse.Parser.ParseFrom(answer);
        if (info.Programs.All(program => program.ProgramId != programId))
        {
            var programs = string.Join(", ", info.Programs.Select(program => program.ProgramId));
            throw new RunRefusedException(
                $"the server runs no program {programId} but {programs}: "
                + "is it the one you mean? If so, give --program-id");
        }

        return new ServerPromise(info.Version, info.Journal, info.Durability == Durability.Flushed);
    }
}
