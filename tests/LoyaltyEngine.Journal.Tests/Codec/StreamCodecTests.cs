using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Journal.Tests.Codec;

/// <summary>The records that are no member's entries: fixtures made by hand as those of the entries, and
/// damage.</summary>
public sealed class StreamCodecTests
{
    private const string Head = "09000032b491d4b31811000032b491d4b3182a0474696c6c";
    private const string Claim = Head + "c2020a0a086d656d6265722d31";
    private const string Version = Head + "9203160a0b70726f6772616d3a20610a11fbff31b491d4b318";

    private const string RequestedVersion = "09000032b491d4b31811000032b491d4b318" + "1a0165"
        + "2210000102030405060708090a0b0c0d0e0f" + "2a0474696c6c"
        + "9203160a0b70726f6772616d3a20610a11fbff31b491d4b318";
    private const string Retirement = Head + "9a03020802";
    private const string Listed = Head + "a2030b0a01741206" + "73616d706c65";

    private static readonly LedgerTime s_time = new(1_780_000_000_000_000_000);

    [Fact]
    public void IdentifierClaim_StoredBytes_AreReadAndWritten()
    {
        ShouldBeStoredAs(Claim, new StoredIdentifier(IdentifierStep.Claim, "member-1", [], s_time, "till"));
        ShouldBeStoredAs(
            Head + "c2020e0a086d656d6265722d311202aabb",
            new StoredIdentifier(IdentifierStep.Claim, "member-1", [0xaa, 0xbb], s_time, "till"));
    }

    [Fact]
    public void IdentifierGivenUp_StoredBytes_AreReadAndWritten()
    {
        ShouldBeStoredAs(
            Head + "ca020a0a086d656d6265722d31",
            new StoredIdentifier(IdentifierStep.Release, "member-1", [], s_time, "till"));
        ShouldBeStoredAs(
            Head + "d2020e0a086d656d6265722d311202aabb",
            new StoredIdentifier(IdentifierStep.Retire, "member-1", [0xaa, 0xbb], s_time, "till"));
    }

    [Fact]
    public void ProgramVersion_StoredBytes_AreReadAndWritten()
    {
        var effectiveTime = new LedgerTime(s_time.UnixNanoseconds - 5);

        var published = new ProgramRecord.Published("program: a\n", effectiveTime)
        {
            RecordTime = s_time,
            Principal = "till",
        };
        Convert.ToHexStringLower(ProgramCodec.Write(published)).ShouldBe(Version);
        ProgramCodec.Read(Record(Version)).ShouldBe(published with { Revision = 3 });
    }

    [Fact]
    public void ProgramVersion_OfARequest_IsReadAndWritten()
    {
        var published = new ProgramRecord.Published("program: a\n", new LedgerTime(s_time.UnixNanoseconds - 5))
        {
            RecordTime = s_time,
            Principal = "till",
            RequestId = "e",
            ContentHash = ContentHash.FromBytes(Convert.FromHexString("000102030405060708090a0b0c0d0e0f")),
        };

        Convert.ToHexStringLower(ProgramCodec.Write(published)).ShouldBe(RequestedVersion);
        ProgramCodec.Read(Record(RequestedVersion)).ShouldBe(published with { Revision = 3 });
    }

    [Fact]
    public void ProgramRetirement_StoredBytes_AreReadAndWritten()
    {
        var retired = new ProgramRecord.Retired(2) { RecordTime = s_time, Principal = "till" };

        Convert.ToHexStringLower(ProgramCodec.Write(retired)).ShouldBe(Retirement);
        ProgramCodec.Read(Record(Retirement)).ShouldBe(retired with { Revision = 3 });
    }

    [Fact]
    public void Catalogue_StoredBytes_AreReadAndWritten()
    {
        Convert.ToHexStringLower(CatalogueCodec.Write("t", "sample", s_time, "till")).ShouldBe(Listed);
        CatalogueCodec.Read(Record(Listed)).ShouldBe(("t", "sample"));
        StreamId.Catalogue.Text.ShouldBe("c:programs");
    }

    [Fact]
    public void PersonalData_StoredBytes_AreReadAndWritten()
    {
        const string Stored = "0a0341646112084c6f76656c6163651a0f616461406578616d706c652e6f726722042b34343128aaeed308"
            + "320c0a0463617264120434373131";
        var personal = new Stored.PersonalData
        {
            GivenName = "Ada",
            FamilyName = "Lovelace",
            Email = "ada@example.org",
            Phone = "+441",
            BirthDate = 18_151_210,
            Identifiers = { new Stored.Identifier { Kind = "card", Value = "4711" } },
        };

        Convert.ToHexStringLower(PersonalDataCodec.Write(personal)).ShouldBe(Stored);
        PersonalDataCodec.Read(Convert.FromHexString(Stored)).ShouldBe(personal);
        PersonalDataCodec.Write(new Stored.PersonalData()).ShouldBeEmpty();
    }

    [Fact]
    public void Read_RecordOfAnotherKind_IsCorrupt()
    {
        Should.Throw<JournalCorruptException>(() => IdentifierCodec.Read(Record(Version)))
            .Message.ShouldContain("record 3");
        Should.Throw<JournalCorruptException>(() => ProgramCodec.Read(Record(Claim))).Message.ShouldContain("record 3");
        Should.Throw<JournalCorruptException>(() => CatalogueCodec.Read(Record(Claim)))
            .Message.ShouldContain("record 3");
        Should.Throw<JournalCorruptException>(() => EntryCodec.Read(Record(Claim))).Message.ShouldContain("entry 3");
        Should.Throw<JournalCorruptException>(() => EntryCodec.Read(Record(Version))).Message.ShouldContain("entry 3");
    }

    [Fact]
    public void Read_AnyGarbage_IsCorruptOrRead() =>
        AnyCase.Of(AnyEntry.Bytes, 2_000, bytes =>
        {
            var record = Record(Convert.ToHexString(bytes));
            foreach (var read in (Action[])
            [
                () => IdentifierCodec.Read(record),
                () => ProgramCodec.Read(record),
                () => CatalogueCodec.Read(record),
                () => PersonalDataCodec.Read(bytes),
            ])
            {
                try
                {
                    read();
                }
                catch (JournalCorruptException e)
                {
                    e.Message.ShouldNotBeNullOrWhiteSpace();
                }
            }
        });

    private static StoredRecord Record(string hex) =>
        new(StreamId.Program("tenant", "program"), 3, default, 1, Convert.FromHexString(hex));

    private static void ShouldBeStoredAs(string stored, StoredIdentifier identifier)
    {
        Convert.ToHexStringLower(IdentifierCodec.Write(identifier)).ShouldBe(stored);
        var read = IdentifierCodec.Read(Record(stored));
        read.OtherHash.ShouldBe(identifier.OtherHash);
        (read with { OtherHash = identifier.OtherHash }).ShouldBe(identifier);
    }
}
