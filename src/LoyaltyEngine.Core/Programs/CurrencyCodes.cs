using System.Collections.Frozen;

namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// The currencies by ISO 4217 and how many decimals their minor units have. A code that was ever listed here stays,
/// since stored programs name it.
/// </summary>
public static class CurrencyCodes
{
    private const string ZeroDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";

    private const string TwoDecimals =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY " +
        "COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR " +
        "ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN " +
        "MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS " +
        "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";

    private const string ThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";

    private static readonly FrozenDictionary<string, int> Decimals =
        ZeroDecimals.Split(' ').Select(code => (code, decimals: 0))
            .Concat(TwoDecimals.Split(' ').Select(code => (code, decimals: 2)))
            .Concat(ThreeDecimals.Split(' ').Select(code => (code, decimals: 3)))
            .ToFrozenDictionary(pair => pair.code, pair => pair.decimals);

    /// <summary>All codes.</summary>
    public static IEnumerable<string> All => Decimals.Keys;

    /// <summary>The decimals of a currency's minor unit, 0 to 3; null where the code is none.</summary>
    public static int? DecimalsOf(string? code) =>
        code is not null && Decimals.TryGetValue(code, out var decimals) ? decimals : null;

    /// <summary>How many minor units make one currency unit: 100 for 2 decimals.</summary>
    public static long MinorPerUnit(int decimals)
    {
        var minor = 1L;
        for (var i = 0; i < decimals; i++)
            minor *= 10;
        return minor;
    }
}
