using System.Collections;
using System.Globalization;
using NodaTime;

namespace LoyaltyEngine.Api.Tests.Programs;

/// <summary>All that a definition holds, as text: equal exactly where the definitions say the same.</summary>
internal static class Described
{
    public static string Of(object? value) => value switch
    {
        null => "nothing",
        string text => $"\"{string.Join(' ', text.Select(character => (int)character))}\"",
        LocalDate date => date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Of))}]",
        _ when value.GetType().IsPrimitive || value is Enum => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        _ => $"{{{string.Join(", ", value.GetType().GetProperties()
            .Where(property => property.GetIndexParameters().Length == 0)
            .Select(property => $"{property.Name}: {Of(property.GetValue(value))}"))}}}",
    };
}
