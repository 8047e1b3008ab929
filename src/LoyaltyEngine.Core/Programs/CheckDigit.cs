namespace LoyaltyEngine.Core.Programs;

/// <summary>The check digit of a number.</summary>
public enum CheckDigit
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>The last digit makes the number pass Luhn's sum.</summary>
    Luhn,
}
