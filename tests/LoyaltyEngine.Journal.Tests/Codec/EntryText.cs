using System.Text.Json;
using System.Text.Json.Serialization;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Journal.Tests.Codec;

/// <summary>An entry as text, with everything that it holds: two entries are equal where their texts are.</summary>
internal static class EntryText
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,

        // Sums over extreme numbers have no value.
        IgnoreReadOnlyProperties = true,
        Converters = { new LineSetText() },
    };

    public static string Of(MemberEvent change) =>
        $"{change.GetType().Name} {JsonSerializer.Serialize(change, change.GetType(), s_options)}";

    public static void ShouldEqual(this MemberEvent actual, MemberEvent expected) =>
        Of(actual).ShouldBe(Of(expected));

    private sealed class LineSetText : JsonConverter<LineSet>
    {
        public override LineSet Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, LineSet value, JsonSerializerOptions options) =>
            writer.WriteStringValue(string.Join(' ', Enumerable.Range(0, 1_000).Where(value.Contains)));
    }
}
