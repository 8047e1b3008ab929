namespace LoyaltyEngine.Cli.Console;

/// <summary>How a person calls this program, for messages that tell the next command to try.</summary>
internal static class Invocation
{
    /// <summary>From a build's output folder it was started through the SDK; anywhere else it was installed.</summary>
    public static string Prefix { get; } = AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar).Contains("bin")
        ? "dotnet run -c Release --project src/LoyaltyEngine.Cli --"
        : "loyalty";
}
