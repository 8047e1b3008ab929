using System.CommandLine;
using LoyaltyEngine.Cli.Console;

namespace LoyaltyEngine.Cli.Members;

/// <summary><c>loyalty member</c></summary>
internal static class MemberCommand
{
    public static Command Create(Terminal terminal) => new("member", "Works with one member.")
    {
        MemberFindCommand.Create(terminal),
        MemberAdjustCommand.Create(terminal),
        MemberWriteOffCommand.Create(terminal),
        MemberGrantTierCommand.Create(terminal),
        MemberExplainCommand.Create(terminal),
        MemberVerifyCommand.Create(terminal),
    };
}
