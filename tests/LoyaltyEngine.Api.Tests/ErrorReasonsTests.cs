using System.Text.RegularExpressions;
using LoyaltyEngine.Api.Errors;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

public sealed partial class ErrorReasonsTests
{
    [Fact]
    public void Of_EveryRejection_IsMappedToAReasonOfItsOwn()
    {
        var reasons = Enum.GetValues<RejectionReason>().Where(reason => reason != RejectionReason.None).ToList();

        var mapped = reasons.Select(reason => ErrorReasons.Of(reason)).ToList();

        mapped.Select(error => error.Reason).ShouldBeUnique();
        mapped.ShouldAllBe(error => error.Message.EndsWith('.'));
        reasons.ShouldAllBe(reason => ErrorReasons.Of(reason).Reason.ToString() == reason.ToString());
    }

    [Fact]
    public void NameOf_EveryReason_KeepsTheRulesOfErrorInfo()
    {
        foreach (var reason in Enum.GetValues<ErrorReason>().Where(reason => reason != ErrorReason.Unspecified))
        {
            var name = ErrorReasons.NameOf(reason);
            ReasonName().IsMatch(name).ShouldBeTrue(name);
            name.Length.ShouldBeLessThanOrEqualTo(63);
        }
    }

    [GeneratedRegex("^[A-Z][A-Z0-9_]+[A-Z0-9]$")]
    private static partial Regex ReasonName();
}
