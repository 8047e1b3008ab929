namespace LoyaltyEngine.Core.Programs;

/// <summary>Brings identifiers into the normal form of their kind, under which they are unique. Pure.</summary>
public static class IdentifierForms
{
    private const int PhoneDigitsMin = 7;
    private const int PhoneDigitsMax = 15;

    /// <summary>
    /// The normal form of a value, whatever length and check digit it should have: by it values are found that were
    /// given before the program asked for these. Null where it is of another format.
    /// </summary>
    public static string? NormalForm(IdentifierDefinition kind, string value) => kind.Format switch
    {
        IdentifierFormat.Digits => Digits(value),
        IdentifierFormat.Phone => Phone(value, kind.CallingCode),
        IdentifierFormat.Email => Email(value),
        _ => value,
    };

    /// <summary>
    /// The normal form of a value; null where it is no value of the kind. The normal form of a normal form is itself.
    /// </summary>
    public static string? Normalise(IdentifierDefinition kind, string value)
    {
        var normal = NormalForm(kind, value);
        if (normal is null || normal.Length < kind.LengthMin || normal.Length > kind.LengthMax)
            return null;
        return kind.Check == CheckDigit.Luhn && !PassesLuhn(normal) ? null : normal;
    }

    /// <summary>What a value of the kind looks like, in words.</summary>
    public static string Describe(IdentifierDefinition kind)
    {
        var what = kind.Format switch
        {
            IdentifierFormat.Digits => "digits",
            IdentifierFormat.Phone => "a telephone number such as +44 20 7946 0000",
            IdentifierFormat.Email => "an e-mail address",
            _ => "a text",
        };
        var length = FormattableString.Invariant($" of {kind.LengthMin} to {kind.LengthMax} characters");
        return what + length + (kind.Check == CheckDigit.Luhn ? " that pass Luhn's check" : "");
    }

    private static string? Digits(string value)
    {
        var digits = Without(value, " -");
        return digits.Length > 0 && digits.All(char.IsAsciiDigit) ? digits : null;
    }

    // + and country code; 00 for the +; a single 0 for the program's own country.
    private static string? Phone(string value, string callingCode)
    {
        var number = Without(value, " -./()");
        if (number.StartsWith("00", StringComparison.Ordinal))
            number = $"+{number[2..]}";
        else if (number.StartsWith('0') && callingCode.Length > 0)
            number = $"+{callingCode}{number[1..]}";
        var isNumber = number.Length is > PhoneDigitsMin and <= PhoneDigitsMax + 1
            && number[0] == '+'
            && number[1] is >= '1' and <= '9'
            && number.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
        return isNumber ? number : null;
    }

    private static string? Email(string value)
    {
        var address = value.Trim().ToLowerInvariant();
        var at = address.IndexOf('@', StringComparison.Ordinal);
        var domain = address.AsSpan(at + 1);
        var isAddress = at > 0
            && !address.Any(char.IsWhiteSpace)
            && domain.IndexOf('@') < 0
            && domain.IndexOf('.') > 0
            && !domain.EndsWith('.')
            && domain.IndexOf("..") < 0;
        return isAddress ? address : null;
    }

    private static string Without(string value, string left) => string.Concat(value.Where(c => !left.Contains(c)));

    private static bool PassesLuhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            var weighed = i % 2 == 0 ? digit : digit * 2;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }

        return sum % 10 == 0;
    }
}
