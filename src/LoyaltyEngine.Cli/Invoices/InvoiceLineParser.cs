using System.Buffers;
using System.Globalization;
using NodaTime;

namespace LoyaltyEngine.Cli.Invoices;

/// <summary>
/// Turns a record in UCI's columns into an <see cref="InvoiceLine"/>, or tells why it cannot. Not thread-safe: it
/// remembers the last date, since neighbouring lines share it.
/// </summary>
internal sealed class InvoiceLineParser(DateTimeZone zone, string dateFormat)
{
    /// <summary>The form of dates in UCI's file.</summary>
    public const string UciDateFormat = "yyyy-MM-dd HH:mm:ss";

    public const char CancellationMark = 'C';

    private const int MaxIdLength = 64;
    private const decimal MaxQuantity = 1_000_000;
    private const long MaxAmountMinor = 1_000_000_000_000;
    private const decimal MaxPrice = 1_000_000_000_000;

    private static readonly SearchValues<char> MemberIdCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private static readonly SearchValues<char> RequestIdCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-:");

    private string _lastDate = "";
    private Instant _lastInstant;

    /// <summary>The line, or null and the first of <see cref="SkipReason"/> that applies.</summary>
    public InvoiceLine? Parse(CsvRecord record, out string reason)
    {
        reason = record.Fault ?? "";
        if (record.Fault is not null)
            return null;
        if (record.Fields is not
            [var number, var stockCode, _, var quantityText, var date, var priceText, var customer, _])
            return Skip(SkipReason.WrongColumnCount, out reason);
        if (InvoiceColumns.AreHeader(record.Fields))
            return Skip(SkipReason.RepeatedHeader, out reason);
        if (string.IsNullOrWhiteSpace(customer))
            return Skip(SkipReason.NoCustomer, out reason);

        var memberId = MemberIdOf(customer);
        number = number.Trim();
        if (!IsId(memberId, MemberIdCharacters))
            return Skip(SkipReason.UnusableCustomer, out reason);
        if (!IsId(number, RequestIdCharacters))
            return Skip(SkipReason.UnusableInvoiceNumber, out reason);
        if (!TryNumber(quantityText, out var quantity) || !TryNumber(priceText, out var price)
            || decimal.Round(quantity, 3) != quantity)
            return Skip(SkipReason.UnreadableNumber, out reason);
        if (!TryDate(date, out var occurTime))
            return Skip(SkipReason.UnreadableDate, out reason);

        var cancels = number[0] == CancellationMark;
        if (price < 0)
            return Skip(SkipReason.NegativePrice, out reason);
        if (quantity == 0)
            return Skip(SkipReason.ZeroQuantity, out reason);
        if (quantity < 0 && !cancels)
            return Skip(SkipReason.NegativeLine, out reason);
        if (quantity > 0 && cancels)
            return Skip(SkipReason.PositiveLineInCancellation, out reason);

        quantity = Math.Abs(quantity);
        if (quantity > MaxQuantity || price > MaxPrice)
            return Skip(SkipReason.OutOfRange, out reason);
        var amountMinor = InvoiceLine.AmountMinorOf(quantity, price);
        if (amountMinor > MaxAmountMinor)
            return Skip(SkipReason.OutOfRange, out reason);
        return new InvoiceLine(
            record.LineNumber, number, memberId, SkuOf(stockCode), quantity, price, (long)amountMinor, occurTime);
    }

    /// <summary>A stock code fit to be sent: no control characters, at most 64, never empty.</summary>
    public static string SkuOf(string stockCode)
    {
        var sku = stockCode.Trim();
        if (sku.Any(char.IsControl))
            sku = new string([.. sku.Select(c => char.IsControl(c) ? '_' : c)]);
        if (sku.Length > MaxIdLength)
            sku = sku[..(char.IsHighSurrogate(sku[MaxIdLength - 1]) ? MaxIdLength - 1 : MaxIdLength)];
        return sku.Length == 0 ? "unknown" : sku;
    }

    /// <summary>UCI's export wrote customers as floating-point numbers: 17850.0 is member 17850.</summary>
    private static string MemberIdOf(string customer)
    {
        var id = customer.Trim();
        var point = id.LastIndexOf('.');
        return point > 0 && point + 1 < id.Length && id.AsSpan(point + 1).TrimEnd('0').IsEmpty ? id[..point] : id;
    }

    private static bool IsId(string text, SearchValues<char> allowed) =>
        text.Length is > 0 and <= MaxIdLength && !text.AsSpan().ContainsAnyExcept(allowed);

    private static bool TryNumber(string text, out decimal number) =>
        decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent
                | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out number);

    private static InvoiceLine? Skip(string why, out string reason)
    {
        reason = why;
        return null;
    }

    /// <summary>An hour that the zone has twice is its first; one that it has not is moved past the gap.</summary>
    private bool TryDate(string text, out Instant instant)
    {
        if (text != _lastDate)
        {
            if (!DateTime.TryParseExact(
                    text, dateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var local))
            {
                instant = default;
                return false;
            }

            _lastDate = text;
            _lastInstant = zone.AtLeniently(LocalDateTime.FromDateTime(local)).ToInstant();
        }

        instant = _lastInstant;
        return true;
    }
}
