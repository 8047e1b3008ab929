using FsCheck.Fluent;
using Google.Protobuf;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Journal.Tests.Codec;

public sealed class EntryCodecTests
{
    [Fact]
    public void Write_AnyEntry_IsWhatTheGeneratedCodeWrites() =>
        AnyCase.Of(AnyEntry.Entry, 2_000, change =>
        {
            var generated = GeneratedEntry.Of(change);
            var written = EntryCodec.Write(change).ToArray();

            written.AsSpan().SequenceEqual(generated.ToByteArray()).ShouldBeTrue(EntryText.Of(change));
            Stored.Entry.Parser.ParseFrom(written).ShouldBe(generated);
        });

    [Fact]
    public void Read_OfAnyEntryWritten_IsThatEntry() =>
        AnyCase.Of(AnyEntry.Entry, 2_000, change =>
            EntryCodec.Read(AnyEntry.Record(change, EntryCodec.Write(change))).ShouldEqual(change));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Basket.LineCountMax)]
    public void Write_BasketOfManyLines_IsReadBack(int lineCount)
    {
        var line = new BasketLine("line-000001", new string('€', 64), ["a", "", new string('x', 64)], 1, 2);
        var change = Earned(new Basket("GBP", [.. Enumerable.Repeat(line, lineCount)]));

        var written = EntryCodec.Write(change).ToArray();

        written.ShouldBe(GeneratedEntry.Of(change).ToByteArray());
        EntryCodec.Read(AnyEntry.Record(change, written)).ShouldEqual(change);
    }

    [Fact]
    public void Write_AfterALargeEntry_WritesSmallOnesAsBefore()
    {
        var small = Earned(new Basket("GBP", []));
        var before = EntryCodec.Write(small).ToArray();
        var large = Earned(new Basket("GBP", [new BasketLine("1", new string('€', 100_000), [], 1, 1)]));

        EntryCodec.Write(large).Length.ShouldBeGreaterThan(300_000);

        EntryCodec.Write(small).ToArray().ShouldBe(before);
    }

    [Fact]
    public void Write_AnyLongText_FindsRoom()
    {
        // Longer than the first buffer, so that a text that was not counted would not fit.
        var text = new string('€', 20_000);
        var context = new TillContext(text, text, text, text, text);
        var basket = new Basket(text, [new BasketLine(text, text, [text], 1, 1)]);
        foreach (var change in (MemberEvent[])
        [
            Earned(new Basket(text, [])),
            Earned(basket),
            new MemberEvent.PointsBurned(text, 1) { Origin = Origin(), BalanceAfter = default },
            new MemberEvent.PurchaseReturned(basket, 1, [new(text, 1, 1)], 1) { Origin = Origin(), BalanceAfter =
                default },
            new MemberEvent.PurchaseExchanged(
                new(basket, 1, [new(text, 1, 1)], 1)
                { Origin = Origin(), BalanceAfter = default, OfSale = new(1, [], true, 1, 1) },
                Earned(basket))
            { Origin = Origin(), BalanceAfter = default },
            new MemberEvent.MemberEnrolled(new byte[60_000], [new byte[60_000]])
            { Origin = Origin(), BalanceAfter = default },
            new MemberEvent.PointsAdjusted(text, new byte[60_000], 1) { Origin = Origin(), BalanceAfter = default },
            new MemberEvent.RequestCancelled
            {
                Origin = Origin() with { RequestId = text, Principal = text, Context = context },
                BalanceAfter = default,
            },
        ])
        {
            // A new thread has no buffer yet that an earlier entry made long enough.
            var written = OnNewThread(() => EntryCodec.Write(change).ToArray());
            written.ShouldBe(GeneratedEntry.Of(change).ToByteArray());
        }
    }

    [Fact]
    public void Write_OnSeveralThreads_KeepsThemApart()
    {
        var changes = Enumerable.Range(0, 8).Select(i => Earned(new Basket($"C{i}", []))).ToArray();
        Parallel.For(0, 4_000, i =>
        {
            var change = changes[i % changes.Length];
            EntryCodec.Write(change).SequenceEqual(GeneratedEntry.Of(change).ToByteArray()).ShouldBeTrue();
        });
    }

    [Fact]
    public void Read_ExchangeThatIsNotSettledByItsParts_IsCorrupt()
    {
        var good = new Stored.Entry
        {
            Points = 5,
            LotChanges = { new Stored.LotChange { Lot = 7, Points = 5 } },
            PurchaseExchanged = new()
            {
                Returned = new() { OfSale = new() { Sale = 2 } },
                Earned = new(),
                ReturnedDebtChange = 3,
            },
        };
        var read = EntryCodec.Read(Record(good.ToByteArray())).ShouldBeOfType<MemberEvent.PurchaseExchanged>();
        (read.Returned.Points, read.Earned.Points).ShouldBe((-3, 8));
        foreach (var spoil in (Action<Stored.PurchaseExchanged>[])
        [
            entry => entry.ReturnedLotChangeCount = 2,
            entry => entry.ReturnedLotChangeCount = -1,
            entry => entry.ReturnedDebtChange = long.MinValue,
            entry => entry.ReturnedDebtChange = long.MaxValue,
            entry => entry.Returned.OfSale = null,
            entry => entry.Returned = null,
        ])
        {
            var spoilt = good.Clone();
            spoil(spoilt.PurchaseExchanged);
            ShouldBeCorrupt(spoilt.ToByteArray(), "exchanges what it does not settle");
        }
    }

    [Fact]
    public void Read_ChangeOfAnUnknownKind_IsCorrupt()
    {
        var known = GeneratedEntry.Of(Earned(new Basket("GBP", [])));
        known.ClearChange();
        ShouldBeCorrupt(known.ToByteArray(), "of a kind that this version does not know");

        // Field 39 is the change that a later version might add; 40 and 50 are of other streams.
        ShouldBeCorrupt([.. known.ToByteArray(), 0xba, 0x02, 0x00], "of a kind that this version does not know");
        known.IdentifierClaimed = new() { MemberId = "m" };
        ShouldBeCorrupt(known.ToByteArray(), "of a kind that this version does not know");
        known.ProgramPublished = new() { Source = "s" };
        ShouldBeCorrupt(known.ToByteArray(), "of a kind that this version does not know");
        ShouldBeCorrupt([], "of a kind that this version does not know");
    }

    [Theory]
    [InlineData(10, 0, 9)]
    [InlineData(10, 0, 0)]
    [InlineData(10, -5, 10)]
    [InlineData(10, 5, 15)]
    [InlineData(0, long.MinValue, 0)]
    [InlineData(0, long.MinValue, long.MinValue)]
    [InlineData(long.MaxValue, -1, long.MinValue)]
    [InlineData(long.MinValue, 1, long.MaxValue)]
    public void Read_PointsThatTheSettlementDoesNotAddUpTo_IsCorrupt(long lotPoints, long debtChange, long points)
    {
        var entry = GeneratedEntry.Of(Earned(new Basket("GBP", [])));
        entry.LotChanges.Add(new Stored.LotChange { Lot = 1, Points = lotPoints });
        entry.DebtChange = debtChange;
        entry.Points = points;

        ShouldBeCorrupt(entry.ToByteArray(), "points");
    }

    [Fact]
    public void Read_AnyPrefixOfAnyEntry_IsCorruptOrRead() =>
        AnyCase.Of(AnyEntry.Entry, 40, change =>
        {
            var written = EntryCodec.Write(change).ToArray();
            for (var length = 0; length < written.Length; length += 1 + (written.Length / 400))
                ShouldBeCorruptOrRead(written.AsSpan(0, length));
        });

    [Fact]
    public void Read_AnyDamagedEntry_IsCorruptOrRead() =>
        AnyCase.Of(
            from change in AnyEntry.Entry
            from offset in Gen.Choose(0, int.MaxValue)
            from value in Gen.Choose(0, 255)
            select (change, offset, value),
            3_000,
            drawn =>
            {
                var written = EntryCodec.Write(drawn.change).ToArray();
                written[drawn.offset % written.Length] = (byte)drawn.value;
                ShouldBeCorruptOrRead(written);
            });

    [Fact]
    public void Read_AnyGarbage_IsCorruptOrRead() =>
        AnyCase.Of(AnyEntry.Bytes, 5_000, bytes => ShouldBeCorruptOrRead(bytes));

    [Fact]
    public void Read_TextThatIsNoUtf8_IsCorrupt() =>
        ShouldBeCorrupt([0x1a, 0x02, 0xc3, 0x28, 0xca, 0x01, 0x00], "cannot be read");

    private static void ShouldBeCorruptOrRead(ReadOnlySpan<byte> body)
    {
        MemberEvent read;
        try
        {
            read = EntryCodec.Read(Record(body));
        }
        catch (JournalCorruptException)
        {
            return;
        }

        // What is read is an entry, which is written and read again as itself.
        EntryCodec.Read(Record(EntryCodec.Write(read))).ShouldEqual(read);
    }

    private static void ShouldBeCorrupt(ReadOnlySpan<byte> body, string saying)
    {
        var record = Record(body);
        var message = Should.Throw<JournalCorruptException>(() => EntryCodec.Read(record)).Message;

        message.ShouldContain("m:tenant/program/member");
        message.ShouldContain("entry 7");
        message.ShouldContain(saying);
    }

    private static StoredRecord Record(ReadOnlySpan<byte> body) =>
        new(StreamId.Member("tenant", "program", "member"), 7, default, 1, body.ToArray());

    private static MemberEvent.PointsEarned Earned(Basket basket) => new(basket, 1, [])
    {
        Origin = Origin(),
        BalanceAfter = default,
    };

    private static EntryOrigin Origin() => new()
    {
        Revision = 2,
        RecordTime = new LedgerTime(1),
        OccurTime = new LedgerTime(1),
        RequestId = "r",
        RequestKey = RequestKey.Of("r"),
        ContentHash = default,
        Principal = "till",
        ProgramVersion = 1,
        Context = TillContext.Empty,
    };

    private static byte[] OnNewThread(Func<byte[]> write)
    {
        var written = Array.Empty<byte>();
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                written = write();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        failure.ShouldBeNull();
        return written;
    }
}
