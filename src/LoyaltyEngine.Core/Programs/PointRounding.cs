using System.Diagnostics;

namespace LoyaltyEngine.Core.Programs;

/// <summary>Where fractions of points become whole points. Nothing else in the engine rounds points.</summary>
internal static class PointRounding
{
    /// <summary>
    /// The quotient, exact up to its last step: down cuts the fraction off, half up adds 1 where the fraction is at
    /// least a half, up adds 1 where there is any.
    /// </summary>
    public static UInt128 DivideRounding(UInt128 dividend, ulong divisor, RoundingMode mode)
    {
        // Within a program's limits the dividend stays below 2^90 and the divisor below 2^54, so nothing here can wrap.
        unchecked
        {
            var quotient = dividend / divisor;
            if (mode == RoundingMode.Down)
                return quotient;
            var remainder = (ulong)(dividend - quotient * divisor);
            var carry = mode switch
            {
                RoundingMode.HalfUp => remainder >= divisor - remainder,
                RoundingMode.Up => remainder != 0,
                _ => throw new UnreachableException("The checker lets no other rounding mode pass."),
            };
            return carry ? quotient + 1 : quotient;
        }
    }
}
