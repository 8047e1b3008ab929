using System.Text.Json;
using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Journal.Tests.Codec;

/// <summary>An entry as text, with everything that it holds: two entries are equal where their texts are.</summary>
internal static class EntryText
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,

        // Sums over extreme numbers have no value.
        IgnoreReadOnlyProperties = true,
    };

    public static string Of(MemberEvent change) =>
        $"{change.GetType().Name} {JsonSerializer.Serialize(change, change.GetType(), s_options)}";

    public static void ShouldEqual(this MemberEvent actual, MemberEvent expected) =>
        Of(actual).ShouldBe(Of(expected));
}
