using System.Globalization;
using NodaTime.Text;

namespace LoyaltyEngine.Core.Programs;

/// <summary>Checks values of attributes. Pure.</summary>
public static class AttributeForms
{
    private const int NumberDigitsMax = 15;

    /// <summary>Whether the text is a value of the attribute.</summary>
    public static bool IsValue(AttributeDefinition attribute, string value) => attribute.Type switch
    {
        AttributeType.Number => IsNumber(value),
        AttributeType.Date => LocalDatePattern.Iso.Parse(value).Success,
        AttributeType.Boolean => value is "true" or "false",
        AttributeType.Choice => attribute.Values.Contains(value),
        _ => value.Length <= ProgramLimits.AttributeLengthMax && ProgramWords.IsPrintable(value),
    };

    /// <summary>What a value of the attribute looks like, in words.</summary>
    public static string Describe(AttributeDefinition attribute) => attribute.Type switch
    {
        AttributeType.Number => "a number such as 42 or -1.5, of at most 15 digits",
        AttributeType.Date => "a date such as 2026-01-31",
        AttributeType.Boolean => "true or false",
        AttributeType.Choice => $"one of {string.Join(", ", attribute.Values)}",
        _ => string.Create(
            CultureInfo.InvariantCulture, $"at most {ProgramLimits.AttributeLengthMax} characters in one line"),
    };

    private static bool IsNumber(string value)
    {
        var digits = value.AsSpan(value.StartsWith('-') ? 1 : 0);
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? [] : digits[(point + 1)..];
        return whole.Length > 0
            && (point < 0 || fraction.Length > 0)
            && whole.Length + fraction.Length <= NumberDigitsMax
            && whole.IndexOfAnyExceptInRange('0', '9') < 0
            && fraction.IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
