using System.Diagnostics;

namespace LoyaltyEngine.Core.Programs;

/// <summary>Where fractions of points become whole points. Nothing else in the engine rounds points.</summary>
internal static class PointRounding
{
    /// <summary>
    /// The quotient, exact up to its last step: down cuts the fraction off, half up adds 1 where the fraction is at
    /// least a half, up adds 1 where there is any.
    /// </summary>
    public static ulong DivideRounding(ulong dividend, ulong divisor, RoundingMode mode)
    {
        var quotient = dividend / divisor;
        return mode == RoundingMode.Down || !Carries(dividend - quotient * divisor, divisor, mode)
            ? quotient
            : quotient + 1;
    }

    /// <summary>The same for products that 64 bits do not hold; a quotient they do not hold is the largest.</summary>
    public static ulong DivideRounding(UInt128 dividend, ulong divisor, RoundingMode mode)
    {
        var (quotient, remainder) = UInt128.DivRem(dividend, divisor);
        if (quotient >= ulong.MaxValue)
            return ulong.MaxValue;
        return Carries((ulong)remainder, divisor, mode) ? (ulong)quotient + 1 : (ulong)quotient;
    }

    private static bool Carries(ulong remainder, ulong divisor, RoundingMode mode) => mode switch
    {
        RoundingMode.Down => false,
        RoundingMode.HalfUp => remainder >= divisor - remainder,
        RoundingMode.Up => remainder != 0,
        _ => throw new UnreachableException("The checker lets no other rounding mode pass."),
    };
}
