using System.CommandLine;

namespace LoyaltyEngine.Cli.Members;

/// <summary>The options of every command by which the customer-care desk corrects a member.</summary>
internal static class DeskOptions
{
    public static Option<string> Reason() => new("--reason")
    {
        Description = "Why, as a code of the program.",
        HelpName = "CODE",
        Required = true,
    };

    /// <param name="what">What one request makes: "adjustment".</param>
    public static Option<string> RequestId(string what) => new("--request-id")
    {
        Description = $"Sent again with the same id, it is one {what}. Made where it is left out.",
        HelpName = "ID",
        DefaultValueFactory = _ => "",
    };
}
