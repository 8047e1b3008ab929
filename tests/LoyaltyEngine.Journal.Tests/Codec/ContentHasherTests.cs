using System.IO.Hashing;
using FsCheck.Fluent;
using Google.Protobuf;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Tiers;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Journal.Tests.Codec;

public sealed class ContentHasherTests
{
    private static readonly LedgerTime s_time = new(1_780_000_000_000_000_000);
    private static readonly TillContext s_context = new("store 1", "till 2", "cashier 3", "receipt 4", "");
    private static readonly BasketLine s_line = new("1", "85123A", ["home", "décor"], 6_000, 1_530);
    private static readonly BasketLine s_otherLine = new("2", "22423", [], 1_000, 1_275);
    private static readonly Basket s_basket = new("GBP", [s_line, s_otherLine]);
    private static readonly ReturnPart[] s_parts = [new("1", 1_000, 0), new("2", 0, 500)];

    /// <summary>
    /// Computed once by xxh128sum, from bytes made by hand. Permanent: a hash that changes makes every request
    /// that is repeated across the upgrade a reused id.
    /// </summary>
    [Fact]
    public void Hash_OfKnownRequests_IsWhatItAlwaysWas()
    {
        Hex(ContentHasher.Earn(s_time, s_context, s_basket)).ShouldBe("e226b8c865d74494ebeb534e41bddf48");
        Hex(ContentHasher.Burn(s_time, s_context, 500)).ShouldBe("d5fcdabb5f7b4b4ffc8dc8ae88d08b88");
        Hex(ContentHasher.Burn(default, TillContext.Empty, 1)).ShouldBe("7868cd470c04c11f0fc1501621efc960");
        Hex(ContentHasher.Return(s_time, s_context, s_basket)).ShouldBe("479af4b73270df75f7c0e19351a7476f");
        Hex(ContentHasher.Reverse(s_time, s_context, 129, "")).ShouldBe("c4cab77b95f059d49464cec6dac6334d");
        Hex(ContentHasher.Reverse(s_time, s_context, 0, "r-1")).ShouldBe("0a7dae9f311874f6c96b37f164ddc10f");
        Hex(ContentHasher.Enrol(s_time, s_context, "abc")).ShouldBe("423f2a78ff99a71167169bbe5e8d0c6c");
        Hex(ContentHasher.Exchange(s_time, s_context, 129, "", s_parts, s_basket))
            .ShouldBe("30f3537faac4d6a9f6fd8d5719611791");
        Hex(ContentHasher.Exchange(s_time, s_context, 0, "r-1", [], s_basket))
            .ShouldBe("24abb07ba334e716aec1e1aa8265d3d2");
    }

    [Fact]
    public void Hash_OfAnyRequest_IsXxh128OfItsFields() =>
        AnyCase.Of(
            from time in AnyEntry.Time
            from context in AnyEntry.Context
            from basket in AnyEntry.Basket
            from number in AnyEntry.Number
            from text in AnyEntry.Text
            select (time, context, basket, number, text),
            1_000,
            drawn =>
            {
                var (time, context, basket, number, text) = drawn;
                var basketBytes = GeneratedEntry.Of(basket).ToByteArray();
                byte[] basketField = [0x3a, .. Length(basketBytes.Length), .. basketBytes];
                byte[] numberField = number == 0 ? [] : [0x38, .. Varint(number)];

                ContentHasher.Earn(time, context, basket).ShouldBe(Xxh(Message(1, time, context, basketField)));
                ContentHasher.Burn(time, context, number).ShouldBe(Xxh(Message(2, time, context, numberField)));
                ContentHasher.Return(time, context, basket).ShouldBe(Xxh(Message(3, time, context, basketField)));
                ContentHasher.Reverse(time, context, number, text)
                    .ShouldBe(Xxh(Message(4, time, context, [.. numberField, .. TextField(0x42, text)])));
                byte[] adjustment =
                    [.. numberField, .. TextField(0x42, text), .. TextField(0x4a, context.StoreId)];
                ContentHasher.Adjust(time, context, number, text, context.StoreId)
                    .ShouldBe(Xxh(Message(6, time, context, adjustment)));
                ContentHasher.Activate(time, context, number, text, context.StoreId)
                    .ShouldBe(Xxh(Message(68, time, context, adjustment)));
                ContentHasher.WriteOff(time, context, number, text)
                    .ShouldBe(Xxh(Message(69, time, context, [.. numberField, .. TextField(0x42, text)])));
                ContentHasher.GrantTier(time, context, new TierHold(text, time), context.TillId, context.StoreId)
                    .ShouldBe(Xxh(Message(72, time, context,
                    [
                        .. TextField(0x3a, text),
                        .. time == default
                            ? Array.Empty<byte>()
                            : [0x41, .. BitConverter.GetBytes(time.UnixNanoseconds)],
                        .. TextField(0x4a, context.TillId),
                        .. TextField(0x52, context.StoreId),
                    ])));
                ContentHasher.Enrol(time, context, text)
                    .ShouldBe(Xxh(Message(5, time, context, TextField(0x3a, text))));
            });

    [Fact]
    public void Hash_AnySingleFieldChanged_IsAnother()
    {
        var later = new LedgerTime(s_time.UnixNanoseconds + 1);
        ContentHash[] hashes =
        [
            ContentHasher.Earn(s_time, s_context, s_basket),
            ContentHasher.Earn(later, s_context, s_basket),
            .. OtherContexts().Select(context => ContentHasher.Earn(s_time, context, s_basket)),
            .. OtherBaskets().Select(basket => ContentHasher.Earn(s_time, s_context, basket)),
            ContentHasher.Return(s_time, s_context, s_basket),
            ContentHasher.Return(later, s_context, s_basket),
            .. OtherContexts().Select(context => ContentHasher.Return(s_time, context, s_basket)),
            .. OtherBaskets().Select(basket => ContentHasher.Return(s_time, s_context, basket)),
            ContentHasher.Burn(s_time, s_context, 5),
            ContentHasher.Burn(later, s_context, 5),
            ContentHasher.Burn(s_time, s_context, 6),
            .. OtherContexts().Select(context => ContentHasher.Burn(s_time, context, 5)),
            ContentHasher.Reverse(s_time, s_context, 5, ""),
            ContentHasher.Reverse(later, s_context, 5, ""),
            ContentHasher.Reverse(s_time, s_context, 6, ""),
            ContentHasher.Reverse(s_time, s_context, 6, "", isMerchantCaused: true),
            ContentHasher.Reverse(s_time, s_context, 0, "5"),
            ContentHasher.Reverse(s_time, s_context, 0, "6"),
            .. OtherContexts().Select(context => ContentHasher.Reverse(s_time, context, 5, "")),
            ContentHasher.ReturnSale(s_time, s_context, 5, "", s_parts, waitsForSale: false),
            ContentHasher.ReturnSale(s_time, s_context, 5, "", s_parts, waitsForSale: true),
            ContentHasher.Reserve(s_time, s_context, 5, 60),
            ContentHasher.Reserve(s_time, s_context, 6, 60),
            ContentHasher.Reserve(s_time, s_context, 5, 61),
            ContentHasher.OfReservation(65, s_time, s_context, 5, "", 0),
            ContentHasher.OfReservation(66, s_time, s_context, 5, "", 0),
            ContentHasher.OfReservation(67, s_time, s_context, 5, "", 0),
            ContentHasher.OfReservation(67, s_time, s_context, 5, "", 1),
            ContentHasher.OfReservation(67, s_time, s_context, 6, "", 0),
            ContentHasher.OfReservation(67, s_time, s_context, 0, "5", 0),
            .. OtherContexts().Select(context => ContentHasher.Reserve(s_time, context, 5, 60)),
            ContentHasher.Exchange(s_time, s_context, 5, "", s_parts, s_basket),
            ContentHasher.Exchange(s_time, s_context, 5, "", s_parts, new Basket("", [])),
            ContentHasher.Exchange(later, s_context, 5, "", s_parts, s_basket),
            ContentHasher.Exchange(s_time, s_context, 6, "", s_parts, s_basket),
            ContentHasher.Exchange(s_time, s_context, 0, "5", s_parts, s_basket),
            ContentHasher.Exchange(s_time, s_context, 5, "", [], s_basket),
            ContentHasher.Exchange(s_time, s_context, 5, "", s_parts[..1], s_basket),
            .. OtherBaskets().Select(basket => ContentHasher.Exchange(s_time, s_context, 5, "", s_parts, basket)),
            .. OtherContexts().Select(context => ContentHasher.Exchange(s_time, context, 5, "", s_parts, s_basket)),
            ContentHasher.GrantTier(s_time, s_context, new TierHold("gold", s_time), "match", ""),
            ContentHasher.GrantTier(later, s_context, new TierHold("gold", s_time), "match", ""),
            ContentHasher.GrantTier(s_time, s_context, new TierHold("gold", later), "match", ""),
            ContentHasher.GrantTier(s_time, s_context, new TierHold("silver", s_time), "match", ""),
            ContentHasher.GrantTier(s_time, s_context, new TierHold("gold", s_time), "care", ""),
            ContentHasher.GrantTier(s_time, s_context, new TierHold("gold", s_time), "match", "Rival"),
            ContentHasher.GrantTier(s_time, s_context, TierHold.None, "match", ""),
            ContentHasher.Enrol(s_time, s_context, "12"),
            ContentHasher.Enrol(later, s_context, "12"),
            ContentHasher.Enrol(s_time, s_context, "13"),
            ContentHasher.Enrol(s_time, s_context, ""),
            .. OtherContexts().Select(context => ContentHasher.Enrol(s_time, context, "12")),
        ];

        hashes.Distinct().Count().ShouldBe(hashes.Length);
        hashes.ShouldNotContain(default(ContentHash));
    }

    [Fact]
    public void Hash_OfOneRequestTwice_IsTheSame()
    {
        var copy = new Basket(
            "GBP", [s_line with { Categories = ["home", "décor"] }, s_otherLine with { Categories = [] }]);

        ContentHasher.Earn(s_time, s_context with { }, copy).ShouldBe(ContentHasher.Earn(s_time, s_context, s_basket));
    }

    [Fact]
    public void ContentHash_BytesOfIt_AreReadBack()
    {
        var hash = ContentHasher.Burn(s_time, s_context, 5);
        var bytes = new byte[ContentHash.Size];
        hash.WriteTo(bytes);

        ContentHash.FromBytes(bytes).ShouldBe(hash);
        ContentHash.FromBytes([]).ShouldBe(default);
    }

    private static TillContext[] OtherContexts() =>
    [
        TillContext.Empty,
        s_context with { StoreId = "" },
        s_context with { StoreId = "store 9" },
        s_context with { TillId = "till 9" },
        s_context with { CashierId = "cashier 9" },
        s_context with { ReceiptId = "receipt 9" },
        s_context with { Channel = "online" },
        s_context with { ReceiptId = "", Channel = "receipt 4" },

        // The same letters in other fields.
        s_context with { StoreId = "store 1t", TillId = "ill 2" },
        s_context with { CashierId = "receipt 4", ReceiptId = "cashier 3" },
        s_context with { StoreId = "", TillId = "store 1" },
    ];

    private static Basket[] OtherBaskets() =>
    [
        s_basket with { CurrencyCode = "EUR" },
        s_basket with { CurrencyCode = "" },
        Lines(),
        Lines(s_line),
        Lines(s_line, s_otherLine, s_otherLine),

        // The order of lines is content, and so is the order of categories.
        Lines(s_otherLine, s_line),
        Lines(s_line with { Categories = ["décor", "home"] }, s_otherLine),
        Lines(s_line with { Categories = ["home"] }, s_otherLine),
        Lines(s_line with { Categories = ["home", "décor", ""] }, s_otherLine),
        Lines(s_line with { Categories = ["homedécor"] }, s_otherLine),
        Lines(s_line with { LineId = "9" }, s_otherLine),
        Lines(s_line with { Sku = "85123a" }, s_otherLine),
        Lines(s_line with { LineId = "185123A", Sku = "" }, s_otherLine),
        Lines(s_line with { QuantityThousandths = 6_001 }, s_otherLine),
        Lines(s_line with { AmountMinor = 1_531 }, s_otherLine),
        Lines(s_line with { QuantityThousandths = 1_530, AmountMinor = 6_000 }, s_otherLine),
        Lines(s_line with { AmountMinor = 0 }, s_otherLine),
        Lines(s_line, default(BasketLine) with { LineId = "", Sku = "", Categories = [] }),
    ];

    private static Basket Lines(params BasketLine[] lines) => new("GBP", lines);

    private static byte[] Message(int kind, LedgerTime time, TillContext context, byte[] rest) =>
    [
        0x08, (byte)kind,
        .. time == default ? Array.Empty<byte>() : [0x11, .. BitConverter.GetBytes(time.UnixNanoseconds)],
        .. TextField(0x1a, context.StoreId),
        .. TextField(0x22, context.TillId),
        .. TextField(0x2a, context.CashierId),
        .. TextField(0x32, context.ReceiptId),
        .. TextField(0x62, context.Channel),
        .. rest,
    ];

    private static byte[] TextField(byte tag, string text)
    {
        var utf8 = System.Text.Encoding.UTF8.GetBytes(text);
        return utf8.Length == 0 ? [] : [tag, .. Length(utf8.Length), .. utf8];
    }

    private static byte[] Length(int length) => Varint(length);

    private static byte[] Varint(long value)
    {
        var bytes = new List<byte>();
        var rest = (ulong)value;
        for (; rest >= 128; rest /= 128)
            bytes.Add((byte)((rest % 128) + 128));
        return [.. bytes, (byte)rest];
    }

    private static ContentHash Xxh(byte[] message) => ContentHash.FromBytes(XxHash128.Hash(message));

    private static string Hex(ContentHash hash)
    {
        var bytes = new byte[ContentHash.Size];
        hash.WriteTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
