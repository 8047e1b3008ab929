using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

/// <summary>What is known of members, and what their status allows.</summary>
public sealed class MemberUpdateTests : IAsyncLifetime
{
    private RunningEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await RunningEngine.StartAsync(MemberProgram.Source());

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task UpdateMember_ByMaskAndWithout_ChangesWhatIsNamed()
    {
        var enrol = Requests.Enrol();
        enrol.PersonalData = new PersonalData { GivenName = "Ada", FamilyName = "Byron", Email = "ada@example.org" };
        enrol.Attributes.Add(Attribute("household_size", "2"));
        enrol.Consents.Add(Consent("newsletter", isGranted: true, "form-1"));
        await _engine.Members.EnrolMemberAsync(enrol);

        var masked = Update(
            "masked", "personal_data.family_name", "personal_data.email", "attributes.motto", "consents");
        masked.PersonalData = new PersonalData { GivenName = "not named", FamilyName = "Lovelace" };
        masked.Attributes.Add(Attribute("motto", "Onward"));
        masked.Attributes.Add(Attribute("household_size", "9"));
        masked.Consents.Add(Consent("profiling", isGranted: false, "app"));
        var member = (await _engine.Members.UpdateMemberAsync(masked)).Member;

        member.PersonalData.ShouldBe(new PersonalData { GivenName = "Ada", FamilyName = "Lovelace" });
        member.Attributes.ShouldBe([Attribute("household_size", "2"), Attribute("motto", "Onward")]);
        member.Consents.ShouldBe([enrol.Consents[0], masked.Consents[0]]);

        var unmasked = Update("unmasked");
        unmasked.PersonalData = new PersonalData { Phone = "123", BirthDate = new Date { Year = 1990 } };
        unmasked.Attributes.Add(Attribute("household_size", "3"));
        unmasked.Consents.Add(Consent("newsletter", isGranted: false, "app"));
        var answer = await _engine.Members.UpdateMemberAsync(unmasked);
        answer.Member.PersonalData.ShouldBe(new PersonalData
        {
            GivenName = "Ada",
            FamilyName = "Lovelace",
            Phone = "123",
            BirthDate = new Date { Year = 1990 },
        });
        answer.Member.Attributes.ShouldBe([Attribute("motto", "Onward"), Attribute("household_size", "3")]);
        answer.Member.Consents.ShouldBe([masked.Consents[0], unmasked.Consents[0]]);
        answer.Entry.ChangeCase.ShouldBe(Entry.ChangeOneofCase.MemberUpdated);

        (await _engine.Members.UpdateMemberAsync(unmasked)).Replayed.ShouldBeTrue();
        unmasked.PersonalData.Phone = "124";
        await _engine.Members.UpdateMemberAsync(unmasked)
            .ShouldBeRefusedAsync(StatusCode.AlreadyExists, ErrorReason.RequestIdReused);
        var cleared = Update("cleared", "personal_data", "attributes");
        (await _engine.Members.UpdateMemberAsync(cleared)).Member.PersonalData.ShouldBeNull();
    }

    [Fact]
    public async Task UpdateMember_IllFormed_NamesEveryField()
    {
        await _engine.Members.EnrolMemberAsync(Requests.Enrol());
        var request = Update("update", "balance");
        request.Attributes.Add(Attribute("shoe_size", "43"));
        request.Attributes.Add(Attribute("household_size", "many"));
        request.Attributes.Add(Attribute("favourite_store", "S009"));
        request.Attributes.Add(Attribute("likes_jam", "yes"));
        request.Attributes.Add(Attribute("wedding", "2026-02-30"));
        request.Attributes.Add(Attribute("motto", "fine"));
        request.Consents.Add(new Consent { Kind = "cookies" });

        await _engine.Members.UpdateMemberAsync(request).ShouldNameFieldsAsync(
            "attributes[0].name", "attributes[1].value", "attributes[2].value", "attributes[3].value",
            "attributes[4].value", "consents[0].kind", "consents[0].source", "consents[0].decide_time",
            "update_mask");
        await _engine.Members.UpdateMemberAsync(Update("update", []))
            .ResponseAsync.ShouldNotThrowAsync();
        var unknown = Update("update");
        unknown.MemberId = "nobody";
        await _engine.Members.UpdateMemberAsync(unknown)
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.MemberUnknown);
    }

    [Fact]
    public async Task SetMemberStatus_BlockedAndClosed_AllowWhatTheProgramDeclares()
    {
        await _engine.Members.EnrolMemberAsync(Requests.Enrol());
        await _engine.Till.EarnPointsAsync(Requests.Earn("earn", 50_000));

        var blocked = await _engine.Members.SetMemberStatusAsync(Status("block", MemberStatus.Blocked));
        blocked.Member.Status.ShouldBe(MemberStatus.Blocked);
        blocked.Entry.MemberStatusChanged.ShouldBe(
            new MemberStatusChanged { Status = MemberStatus.Blocked, ReasonCode = "lost-card" });
        await _engine.Till.EarnPointsAsync(Requests.Earn("earn 2".Replace(' ', '-'), 100));
        await _engine.Till.BurnPointsAsync(Requests.Burn("burn", 100))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.MemberBlocked);
        await _engine.Members.UpdateMemberAsync(Update("update")).ResponseAsync;

        await _engine.Members.SetMemberStatusAsync(Status("close", MemberStatus.Closed));
        await _engine.Till.EarnPointsAsync(Requests.Earn("earn-3", 100))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.MemberClosed);
        await _engine.Members.SetMemberStatusAsync(Status("open", MemberStatus.Active));
        await _engine.Till.BurnPointsAsync(Requests.Burn("burn", 100)).ResponseAsync;
        await _engine.Members.SetMemberStatusAsync(Status("erased", MemberStatus.Erased))
            .ShouldNameFieldsAsync("status");
        var odd = Status("odd", MemberStatus.Active);
        odd.ReasonCode = "Because!";
        await _engine.Members.SetMemberStatusAsync(odd).ShouldNameFieldsAsync("reason_code");
    }

    [Theory]
    [InlineData("", 2010, 11, 22, true)]
    [InlineData("", 2010, 11, 23, false)]
    [InlineData("", 2010, 0, 0, false)]
    [InlineData("", 2009, 0, 0, true)]
    [InlineData("", 0, 0, 0, false)]
    [InlineData("de", 2008, 11, 22, true)]
    [InlineData("de", 2008, 11, 23, false)]
    [InlineData("any", 0, 0, 0, true)]
    public async Task EnrolMember_LegalProfiles_AskForAnAge(string profile, int year, int month, int day, bool isTaken)
    {
        await using var engine = await RunningEngine.StartAsync(MemberProgram.Source(
            "legal_profiles: [{ id: gb, minimum_age: 16 }, { id: de, minimum_age: 18 }, { id: any }]"));
        var request = Requests.Enrol();
        request.LegalProfile = profile;
        if (year > 0)
            request.PersonalData = new() { BirthDate = new Date { Year = year, Month = month, Day = day } };

        if (isTaken)
        {
            await engine.Members.EnrolMemberAsync(request);
        }
        else
        {
            await engine.Members.EnrolMemberAsync(request)
                .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.AgeBelowMinimum);
        }

        request.LegalProfile = "fr";
        await engine.Members.EnrolMemberAsync(request).ShouldNameFieldsAsync("legal_profile");
    }

    [Fact]
    public async Task EraseAndExport_Member_TellAllAndThenNothing()
    {
        var enrol = Requests.Enrol();
        enrol.PersonalData = new PersonalData { GivenName = "Ada", Email = "ada@example.org" };
        enrol.Identifiers.Add(new Identifier { Kind = "email", Value = "ada@example.org" });
        enrol.Attributes.Add(Attribute("motto", "Onward"));
        enrol.Consents.Add(Consent("newsletter", isGranted: true, "form-1"));
        await _engine.Members.EnrolMemberAsync(enrol);
        await _engine.Till.EarnPointsAsync(Requests.Earn("earn", 50_000));

        using (var export = await ExportAsync())
        {
            var member = export.RootElement.GetProperty("member");
            member.GetProperty("personal_data").GetProperty("given_name").GetString().ShouldBe("Ada");
            member.GetProperty("attributes")[0].GetProperty("value").GetString().ShouldBe("Onward");
            member.GetProperty("consents")[0].GetProperty("source").GetString().ShouldBe("form-1");
            member.GetProperty("identifiers")[0].GetProperty("value").GetString().ShouldBe("ada@example.org");
            var entries = export.RootElement.GetProperty("entries");
            entries.GetArrayLength().ShouldBe(2);
            entries[0].GetProperty("points_earned").GetProperty("basket").GetProperty("lines")
                .GetArrayLength().ShouldBe(1);
            export.RootElement.TryGetProperty("next_page_token", out _).ShouldBeFalse();
        }

        var erase = new EraseMemberRequest
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            RequestId = "erase",
            OccurTime = Requests.Now,
        };
        var erased = await _engine.Members.EraseMemberAsync(erase);
        erased.Member.Status.ShouldBe(MemberStatus.Erased);
        erased.Member.PersonalData.ShouldBeNull();
        erased.Member.Balance.AvailablePoints.ShouldBe(500);
        (await _engine.Members.EraseMemberAsync(erase)).Replayed.ShouldBeTrue();
        using (var export = await ExportAsync())
        {
            export.RootElement.ToString().ShouldNotContain("ada", Case.Insensitive);
            export.RootElement.GetProperty("entries").GetArrayLength().ShouldBe(3);
        }

        var books = (await _engine.Server.GetServerInfoAsync(new GetServerInfoRequest())).Programs[0].Totals;
        (books.OutstandingPoints, books.EntryCount).ShouldBe((500, 3));
        var other = Requests.Enrol("other");
        other.Identifiers.Add(new Identifier { Kind = "email", Value = "ADA@example.org" });
        await _engine.Members.EnrolMemberAsync(other);
    }

    private static Protos.V1.Attribute Attribute(string name, string value) => new() { Name = name, Value = value };

    private static Consent Consent(string kind, bool isGranted, string source) =>
        new() { Kind = kind, IsGranted = isGranted, Source = source, DecideTime = Requests.Now };

    private static UpdateMemberRequest Update(string id, params string[] paths) => new()
    {
        ProgramId = Requests.Program,
        MemberId = Requests.Member,
        RequestId = id,
        OccurTime = Requests.Now,
        UpdateMask = paths.Length == 0 ? null : new FieldMask { Paths = { paths } },
    };

    private static SetMemberStatusRequest Status(string id, MemberStatus status) => new()
    {
        ProgramId = Requests.Program,
        MemberId = Requests.Member,
        RequestId = id,
        OccurTime = Requests.Now,
        Status = status,
        ReasonCode = "lost-card",
    };

    private async Task<JsonDocument> ExportAsync() => JsonDocument.Parse((await _engine.Members.ExportMemberAsync(
        new ExportMemberRequest { ProgramId = Requests.Program, MemberId = Requests.Member })).Json);
}
