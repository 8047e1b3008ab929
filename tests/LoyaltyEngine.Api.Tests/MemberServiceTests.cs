using Google.Type;
using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

public sealed class MemberServiceTests : IAsyncLifetime
{
    private RunningEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await RunningEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task EnrolMember_WithPersonalData_IsShownAgain()
    {
        var request = Requests.Enrol();
        request.PersonalData = new PersonalData
        {
            GivenName = "Ada",
            FamilyName = "Łukasiewicz",
            Email = "ada@example.org",
            BirthDate = new Date { Year = 1990, Month = 2, Day = 28 },
        };
        request.Identifiers.Add(new Identifier { Kind = "card", Value = "2600 1234" });

        var enrolled = await _engine.Members.EnrolMemberAsync(request);
        var shown = await _engine.Members.GetMemberAsync(
            new GetMemberRequest { ProgramId = Requests.Program, MemberId = Requests.Member });

        shown.Member.ShouldBe(enrolled.Member);
        shown.Member.PersonalData.ShouldBe(request.PersonalData);
        shown.Member.Identifiers.ShouldBe(request.Identifiers);
        shown.Member.EnrolTime.ShouldBe(Requests.Now);
    }

    [Fact]
    public async Task EnrolMember_SameRequestAgain_IsOneMember()
    {
        var request = Requests.Enrol();
        request.PersonalData = new PersonalData { GivenName = "Ada" };
        var first = await _engine.Members.EnrolMemberAsync(request);

        var again = await _engine.Members.EnrolMemberAsync(request);

        again.Replayed.ShouldBeTrue();
        again.Member.ShouldBe(first.Member);
        again.Entry.ShouldBe(first.Entry);
        request.PersonalData.GivenName = "Bob";
        await _engine.Members.EnrolMemberAsync(request)
            .ShouldBeRefusedAsync(StatusCode.AlreadyExists, ErrorReason.RequestIdReused);
        await _engine.Members.EnrolMemberAsync(Requests.Enrol(requestId: "other"))
            .ShouldBeRefusedAsync(StatusCode.AlreadyExists, ErrorReason.MemberAlreadyEnrolled);
    }

    [Fact]
    public async Task EnrolMember_WithoutAnId_MakesOneFromTheRequest()
    {
        var first = await _engine.Members.EnrolMemberAsync(Requests.Enrol(memberId: "", requestId: "a"));
        var again = await _engine.Members.EnrolMemberAsync(Requests.Enrol(memberId: "", requestId: "a"));
        var other = await _engine.Members.EnrolMemberAsync(Requests.Enrol(memberId: "", requestId: "b"));

        again.Replayed.ShouldBeTrue();
        again.Member.MemberId.ShouldBe(first.Member.MemberId);
        other.Member.MemberId.ShouldNotBe(first.Member.MemberId);
    }

    [Fact]
    public async Task EnrolMember_IdentifierOfAnother_IsRefused()
    {
        var first = Requests.Enrol("m1");
        first.Identifiers.Add(new Identifier { Kind = "card", Value = "1" });
        await _engine.Members.EnrolMemberAsync(first);
        var second = Requests.Enrol("m2");
        second.Identifiers.Add(new Identifier { Kind = "card", Value = "1" });

        await _engine.Members.EnrolMemberAsync(second)
            .ShouldBeRefusedAsync(StatusCode.AlreadyExists, ErrorReason.IdentifierTaken);

        second.Identifiers[0].Kind = "phone";
        await _engine.Members.EnrolMemberAsync(second);
    }

    [Fact]
    public async Task EnrolMember_OneIdentifierByManyAtOnce_HasOneWinner()
    {
        var calls = Enumerable.Range(0, 40).Select(async i =>
        {
            var request = Requests.Enrol($"m{i}");
            request.Identifiers.Add(new Identifier { Kind = "card", Value = "the one" });
            try
            {
                await _engine.Members.EnrolMemberAsync(request);
                return true;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.AlreadyExists)
            {
                return false;
            }
        });

        (await Task.WhenAll(calls)).Count(won => won).ShouldBe(1);
    }

    [Fact]
    public async Task EnrolMember_IllFormed_NamesEveryField()
    {
        var request = Requests.Enrol(memberId: "with blank");
        request.PersonalData = new PersonalData
        {
            Email = new string('e', 201),
            BirthDate = new Date { Year = 2001, Month = 2, Day = 29 },
        };
        request.Identifiers.Add(new Identifier { Kind = "Card", Value = "" });

        await _engine.Members.EnrolMemberAsync(request).ShouldNameFieldsAsync(
            "member_id",
            "personal_data.email",
            "personal_data.birth_date",
            "identifiers[0].kind",
            "identifiers[0].value");
    }

    [Fact]
    public async Task ListEntries_InPages_GivesEachEntryOnceNewestFirst()
    {
        await _engine.Members.EnrolMemberAsync(Requests.Enrol());
        for (var i = 1; i <= 12; i++)
            await _engine.Till.EarnPointsAsync(Requests.Earn($"r{i}", i * 100));

        var revisions = new List<long>();
        var token = "";
        do
        {
            var page = await _engine.Members.ListEntriesAsync(Requests.List(5, token));
            page.Entries.Count.ShouldBeLessThanOrEqualTo(5);
            revisions.AddRange(page.Entries.Select(entry => entry.Revision));
            token = page.NextPageToken;
            // What is earned meanwhile does not disturb the pages that are left.
            await _engine.Till.EarnPointsAsync(Requests.Earn($"late{revisions.Count}", 100));
        }
        while (token.Length > 0);

        revisions.ShouldBe(Enumerable.Range(1, 13).Reverse().Select(revision => (long)revision));
    }

    [Fact]
    public async Task ListEntries_FullView_ShowsBasketsAsSent()
    {
        await _engine.Members.EnrolMemberAsync(Requests.Enrol());
        var earn = Requests.Earn("r1", 250, 300);
        earn.Basket.Lines[0].Categories.Add("bakery");
        earn.Basket.Lines[1].Quantity = "0.435";
        await _engine.Till.EarnPointsAsync(earn);

        var request = Requests.List();
        (await _engine.Members.ListEntriesAsync(request)).Entries[0].PointsEarned.Basket.ShouldBeNull();
        request.View = EntryView.Full;
        var basket = (await _engine.Members.ListEntriesAsync(request)).Entries[0].PointsEarned.Basket;

        basket.Lines[0].Categories.ShouldBe(["bakery"]);
        basket.Lines[0].Quantity.ShouldBe("1");
        basket.Lines[1].Quantity.ShouldBe("0.435");
        basket.Lines[1].LineId.ShouldBe("2");
    }

    [Fact]
    public async Task ListEntries_ForeignToken_IsRefused()
    {
        await _engine.Members.EnrolMemberAsync(Requests.Enrol());
        await _engine.Members.EnrolMemberAsync(Requests.Enrol("other"));
        await _engine.Till.EarnPointsAsync(Requests.Earn("r1", 100));
        var token = (await _engine.Members.ListEntriesAsync(Requests.List(1))).NextPageToken;
        token.ShouldNotBeEmpty();

        var elsewhere = Requests.List(1, token);
        elsewhere.MemberId = "other";
        await _engine.Members.ListEntriesAsync(elsewhere).ShouldNameFieldsAsync("page_token");
        await _engine.Members.ListEntriesAsync(Requests.List(1, "nonsense")).ShouldNameFieldsAsync("page_token");
        await _engine.Members.ListEntriesAsync(Requests.List(-1)).ShouldNameFieldsAsync("page_size");
    }
}
