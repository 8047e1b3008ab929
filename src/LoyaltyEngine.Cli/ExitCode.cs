namespace LoyaltyEngine.Cli;

/// <summary>What the process tells its caller. Scripts rely on these numbers.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failure = 1;
    public const int Usage = 2;
}
