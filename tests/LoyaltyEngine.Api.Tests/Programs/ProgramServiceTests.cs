using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests.Programs;

public sealed class ProgramServiceTests
{
    private const string Shop = "shop";

    private const string Source = """
        program: shop            # kept to the letter
        name: Shop
        currency: GBP
        time_zone: Europe/London
        begins: 2009-01-01
        earning:
          base: { points: 1, per: 1.00 }
        burning: { points_per_unit: 100, minimum: 100, step: 50 }
        """;

    private static readonly string Doubled = Source.Replace("points: 1,", "points: 2,", StringComparison.Ordinal);

    [Fact]
    public async Task PublishProgram_NewProgram_DecidesFromItsFirstDayOn()
    {
        await using var engine = await RunningEngine.StartAsync();

        var answer = await engine.Programs.PublishProgramAsync(Publish("p1", Source));

        answer.Version.Version.ShouldBe(1);
        answer.Version.State.ShouldBe(ProgramVersionState.InForce);
        answer.Version.EffectiveTime.ShouldBe(Timestamp.FromDateTimeOffset(new(2009, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        answer.Version.RequestId.ShouldBe("p1");
        answer.Changes.ShouldBeEmpty();
        answer.Revision.ShouldBe(1);
        (await EarnAsync(engine, "r1", Requests.Now)).ShouldBe((1, 10));
    }

    [Fact]
    public async Task PublishProgram_NextVersion_DecidesWhatOccursFromItsTimeOn()
    {
        await using var engine = await RunningEngine.StartAsync();
        await engine.Programs.PublishProgramAsync(Publish("p1", Source));
        await EarnAsync(engine, "enrol first", Requests.Now, enrol: true);
        var noon = After(TimeSpan.FromHours(24));

        var answer = await engine.Programs.PublishProgramAsync(Publish("p2", Doubled, noon));

        answer.Version.Version.ShouldBe(2);
        answer.Version.State.ShouldBe(ProgramVersionState.Scheduled);
        answer.Version.EffectiveTime.ShouldBe(noon);
        var change = answer.Changes.ShouldHaveSingleItem();
        change.Path.ShouldBe("earning.base");
        change.Affected.ShouldBe("every purchase");
        change.Description.ShouldBe("earns 2 for each 1.00 GBP instead of 1 for each 1.00 GBP");

        (await EarnAsync(engine, "r1", Requests.Now)).ShouldBe((1, 10));
        engine.Clock.Advance(TimeSpan.FromHours(25));
        (await EarnAsync(engine, "r2", noon)).ShouldBe((2, 20));
        var justBefore = Timestamp.FromDateTime(noon.ToDateTime().AddTicks(-1));
        (await EarnAsync(engine, "late", justBefore)).ShouldBe((1, 10));
    }

    [Fact]
    public async Task PublishProgram_SentAgain_GivesTheFirstAnswerAgain()
    {
        await using var engine = await RunningEngine.StartAsync();
        await engine.Programs.PublishProgramAsync(Publish("p1", Source));
        var first = await engine.Programs.PublishProgramAsync(Publish("p2", Doubled));
        engine.Clock.Advance(TimeSpan.FromDays(3));
        await engine.Programs.PublishProgramAsync(Publish("p3", Source));

        var again = await engine.Programs.PublishProgramAsync(Publish("p2", Doubled));

        again.Replayed.ShouldBeTrue();
        again.Replayed = false;
        again.ShouldBe(first);
        await engine.Programs.PublishProgramAsync(Publish("p2", Source))
            .ShouldBeRefusedAsync(StatusCode.AlreadyExists, ErrorReason.RequestIdReused);
        await engine.Programs.PublishProgramAsync(Publish("p2", Doubled, After(TimeSpan.FromDays(9))))
            .ShouldBeRefusedAsync(StatusCode.AlreadyExists, ErrorReason.RequestIdReused);
        await engine.Programs.RetireProgramVersionAsync(Retire("p3", 2))
            .ShouldBeRefusedAsync(StatusCode.AlreadyExists, ErrorReason.RequestIdReused);
        (await ListAsync(engine)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task PublishProgram_NoTimeStated_TakesTheEarliest()
    {
        await using var engine = await RunningEngine.StartAsync();
        await engine.Programs.PublishProgramAsync(Publish("p1", Source));
        var info = await engine.Server.GetServerInfoAsync(new GetServerInfoRequest());
        info.PropagationSeconds.ShouldBe(600);

        var answer = await engine.Programs.PublishProgramAsync(Publish("p2", Doubled));

        answer.Version.EffectiveTime.ShouldBe(After(TimeSpan.FromMinutes(10)));
    }

    [Fact]
    public async Task PublishProgram_AtAWrongTime_IsRefused()
    {
        await using var engine = await RunningEngine.StartAsync();
        await engine.Programs.PublishProgramAsync(Publish("p1", Source, After(TimeSpan.FromDays(1))))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.EffectiveTimeOfFirstVersion);
        await engine.Programs.PublishProgramAsync(Publish("p1", Source));

        var soon = Timestamp.FromDateTime(After(TimeSpan.FromMinutes(10)).ToDateTime().AddTicks(-1));
        var refused = await engine.Programs.PublishProgramAsync(Publish("p2", Doubled, soon))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.EffectiveTimeTooSoon);
        refused.Fact("earliest_time").ShouldBe("2026-11-22T12:10:00Z");

        var noon = After(TimeSpan.FromDays(1));
        await engine.Programs.PublishProgramAsync(Publish("p2", Doubled, noon));
        var pushed = await engine.Programs.PublishProgramAsync(Publish("p3", Source, noon))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.EffectiveTimeNotLast);
        pushed.Fact("version").ShouldBe("2");
        await engine.Programs.PublishProgramAsync(Publish("p3", Source))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.EffectiveTimeNotLast);
        (await ListAsync(engine)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task PublishProgram_RevisionMoved_IsRefused()
    {
        await using var engine = await RunningEngine.StartAsync();
        var create = Publish("p1", Source);
        create.ExpectedRevision = 0;
        await engine.Programs.PublishProgramAsync(create);
        create.RequestId = "p2";

        var refused = await engine.Programs.PublishProgramAsync(create)
            .ShouldBeRefusedAsync(StatusCode.Aborted, ErrorReason.RevisionMoved);
        refused.Fact("revision").ShouldBe("1");
        create.ExpectedRevision = 1;
        (await engine.Programs.PublishProgramAsync(create)).Revision.ShouldBe(2);
    }

    [Fact]
    public async Task PublishProgram_Faulty_NamesEveryFaultAndStoresNothing()
    {
        await using var engine = await RunningEngine.StartAsync();
        var faulty = Source.Replace("GBP", "GPB", StringComparison.Ordinal)
            .Replace("step: 50", "step: 70", StringComparison.Ordinal);

        var refused = await engine.Programs.PublishProgramAsync(Publish("p1", faulty))
            .ShouldBeRefusedAsync(StatusCode.InvalidArgument, ErrorReason.ProgramFaulty);

        refused.Fact("fault_count").ShouldBe("2");
        var fields = refused.GetDetail<BadRequest>()!.FieldViolations;
        fields.Select(violation => violation.Field).ShouldBe(["yaml", "yaml"]);
        fields[0].Description.ShouldBe(
            "line 3, column 11: currency: found \"GPB\" (did you mean GBP?); "
            + "expected a currency code of ISO 4217, such as GBP");
        await engine.Programs.GetProgramAsync(new GetProgramRequest { ProgramId = Shop })
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.ProgramUnknown);
    }

    [Fact]
    public async Task PublishProgram_FileOfAnotherProgram_IsFaulty()
    {
        await using var engine = await RunningEngine.StartAsync();
        var request = Publish("p1", Source);
        request.ProgramId = "other";

        var refused = await engine.Programs.PublishProgramAsync(request)
            .ShouldBeRefusedAsync(StatusCode.InvalidArgument, ErrorReason.ProgramFaulty);

        refused.Message.ShouldContain("found \"shop\"; expected other, the program_id of the request");
    }

    [Fact]
    public async Task PublishProgram_IllFormed_NamesTheFields()
    {
        await using var engine = await RunningEngine.StartAsync();

        await engine.Programs.PublishProgramAsync(new PublishProgramRequest { ExpectedRevision = -1 })
            .ShouldNameFieldsAsync("program_id", "request_id", "expected_revision", "form");
        await engine.Programs.RetireProgramVersionAsync(new RetireProgramVersionRequest { ExpectedRevision = -1 })
            .ShouldNameFieldsAsync("program_id", "request_id", "expected_revision", "version");
        await engine.Programs.ListProgramVersionsAsync(
                new ListProgramVersionsRequest { ProgramId = "sample", PageSize = -1, PageToken = "?" })
            .ShouldNameFieldsAsync("page_size", "page_token");
        await engine.Programs.GetProgramAsync(new GetProgramRequest { ProgramId = "sample", Version = -1 })
            .ShouldNameFieldsAsync("version");
    }

    [Fact]
    public async Task RetireProgramVersion_BeforeItTakesEffect_LeavesTheOneBeforeInForce()
    {
        await using var engine = await RunningEngine.StartAsync();
        await engine.Programs.PublishProgramAsync(Publish("p1", Source));
        await EarnAsync(engine, "enrol first", Requests.Now, enrol: true);
        var noon = After(TimeSpan.FromDays(1));
        await engine.Programs.PublishProgramAsync(Publish("p2", Doubled, noon));

        var answer = await engine.Programs.RetireProgramVersionAsync(Retire("x", 2));

        answer.Version.State.ShouldBe(ProgramVersionState.Retired);
        answer.Version.RetireTime.ShouldBe(Requests.Now);
        answer.Changes.ShouldHaveSingleItem().Description
            .ShouldBe("earns 1 for each 1.00 GBP instead of 2 for each 1.00 GBP");
        answer.Revision.ShouldBe(3);
        (await engine.Programs.RetireProgramVersionAsync(Retire("x", 2))).Replayed.ShouldBeTrue();
        await engine.Programs.RetireProgramVersionAsync(Retire("y", 2))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.ProgramVersionRetired);
        engine.Clock.Advance(TimeSpan.FromDays(2));
        (await EarnAsync(engine, "r1", noon)).ShouldBe((1, 10));

        var third = await engine.Programs.PublishProgramAsync(Publish("p3", Doubled));
        third.Version.Version.ShouldBe(3);
        third.Changes.Count.ShouldBe(1);
        (await ListAsync(engine)).Select(version => (version.Version, version.State)).ShouldBe(
        [
            (3, ProgramVersionState.Scheduled), (2, ProgramVersionState.Retired), (1, ProgramVersionState.InForce),
        ]);
    }

    [Fact]
    public async Task RetireProgramVersion_OnceAPurchaseMayHaveBeenDecidedByIt_IsRefused()
    {
        await using var engine = await RunningEngine.StartAsync();
        await engine.Programs.PublishProgramAsync(Publish("p1", Source));
        await engine.Programs.PublishProgramAsync(Publish("p2", Doubled, After(TimeSpan.FromHours(1))));

        await engine.Programs.RetireProgramVersionAsync(Retire("x", 1))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.ProgramVersionInForce);
        await engine.Programs.RetireProgramVersionAsync(Retire("x", 3))
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.ProgramVersionUnknown);
        // A till's clock may be five minutes ahead.
        engine.Clock.Advance(TimeSpan.FromMinutes(55));
        await engine.Programs.RetireProgramVersionAsync(Retire("x", 2))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.ProgramVersionInForce);
        (await ListAsync(engine))[0].State.ShouldBe(ProgramVersionState.Scheduled);
        engine.Clock.Advance(TimeSpan.FromMinutes(6));
        (await ListAsync(engine)).Select(version => version.State)
            .ShouldBe([ProgramVersionState.InForce, ProgramVersionState.Superseded]);
    }

    [Fact]
    public async Task GetProgram_OfEachVersion_GivesTheFileToTheLetterAndTheModel()
    {
        await using var engine = await RunningEngine.StartAsync();
        await engine.Programs.PublishProgramAsync(Publish("p1", Source));
        await engine.Programs.PublishProgramAsync(Publish("p2", Doubled));

        var first = await engine.Programs.GetProgramAsync(new GetProgramRequest { ProgramId = Shop });
        var second = await engine.Programs.GetProgramAsync(new GetProgramRequest { ProgramId = Shop, Version = 2 });

        first.Yaml.ShouldBe(Source);
        first.Version.Version.ShouldBe(1);
        first.Revision.ShouldBe(2);
        second.Yaml.ShouldBe(Doubled);
        second.Program.Earning.Base.Points.ShouldBe(2);
        second.Program.Burning.MinimumPoints.ShouldBe(100);
        await engine.Programs.GetProgramAsync(new GetProgramRequest { ProgramId = Shop, Version = 3 })
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.ProgramVersionUnknown);
    }

    [Fact]
    public async Task GetProgram_PublishedAsAMessage_IsAFileThatIsThatProgram()
    {
        await using var engine = await RunningEngine.StartAsync();
        await engine.Programs.PublishProgramAsync(Publish("p1", Source));
        var model = (await engine.Programs.GetProgramAsync(new GetProgramRequest { ProgramId = Shop })).Program;
        model.DisplayName = "Shop: \"the\" #1";
        var request = Publish("p2", "");
        request.Program = model;

        var answer = await engine.Programs.PublishProgramAsync(request);
        var published = await engine.Programs.GetProgramAsync(new GetProgramRequest { ProgramId = Shop, Version = 2 });
        var fromFile = Publish("p3", published.Yaml, After(TimeSpan.FromDays(1)));
        var again = await engine.Programs.PublishProgramAsync(fromFile);

        answer.Changes.ShouldHaveSingleItem().Path.ShouldBe("name");
        published.Program.ShouldBe(model);
        again.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task ValidateProgram_Faulty_TellsEveryFaultWithItsPlace()
    {
        await using var engine = await RunningEngine.StartAsync();
        var faulty = Source.Replace("GBP", "GPB", StringComparison.Ordinal)
            .Replace("step: 50", "step: 70", StringComparison.Ordinal);

        var answer = await engine.Programs.ValidateProgramAsync(
            new ValidateProgramRequest { ProgramId = Shop, Yaml = faulty });

        answer.Faults.Select(fault => (fault.Path, fault.Line, fault.Column)).ShouldBe(
            [("currency", 3, 11), ("burning.minimum", 8, 43)]);
        answer.Faults[1].Message.ShouldBe("found 100");
        answer.Faults[1].Expectation.ShouldBe("a multiple of the step, 70");
        answer.Program.ShouldBeNull();
        answer.Yaml.ShouldBeEmpty();
    }

    [Fact]
    public async Task ValidateProgram_WithoutFaults_TellsWhatWouldChangeAndChangesNothing()
    {
        await using var engine = await RunningEngine.StartAsync();
        var request = new ValidateProgramRequest { ProgramId = Shop, Yaml = Doubled };
        (await engine.Programs.ValidateProgramAsync(request)).Changes.ShouldBeEmpty();
        await engine.Programs.PublishProgramAsync(Publish("p1", Source));

        var answer = await engine.Programs.ValidateProgramAsync(request);

        answer.Faults.ShouldBeEmpty();
        answer.Changes.Count.ShouldBe(1);
        answer.Program.Earning.Base.Points.ShouldBe(2);
        (await ListAsync(engine)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task ListProgramVersions_ByPages_ListsEachOnceNewestFirst()
    {
        await using var engine = await RunningEngine.StartAsync();
        await engine.Programs.PublishProgramAsync(Publish("p1", Source));
        for (var day = 1; day <= 6; day++)
            await engine.Programs.PublishProgramAsync(Publish($"d{day}", Doubled, After(TimeSpan.FromDays(day))));

        (await ListAsync(engine, pageSize: 3)).Select(version => version.Version).ShouldBe([7, 6, 5, 4, 3, 2, 1]);
        var page = await engine.Programs.ListProgramVersionsAsync(
            new ListProgramVersionsRequest { ProgramId = Shop, PageSize = 3 });
        await engine.Programs.ListProgramVersionsAsync(
                new ListProgramVersionsRequest { ProgramId = "sample", PageToken = page.NextPageToken })
            .ShouldNameFieldsAsync("page_token");
    }

    [Fact]
    public async Task Restart_OnTheSameFolder_HasEveryProgramVersionAndRetirement()
    {
        var folder = Directory.CreateTempSubdirectory("loyalty-api-tests-").FullName;
        try
        {
            PublishProgramResponse published;
            await using (var engine = await RunningEngine.StartAsync(dataFolder: folder))
            {
                await engine.Programs.PublishProgramAsync(Publish("p1", Source));
                published = await engine.Programs.PublishProgramAsync(Publish("p2", Doubled));
                await engine.Programs.RetireProgramVersionAsync(Retire("x", 2));
                await engine.Programs.PublishProgramAsync(
                    Publish("p1", Source), new Metadata { { "tenant-id", "acme" } });
                // The program of the file, overruled by a request.
                var sample = await engine.Programs.GetProgramAsync(new GetProgramRequest { ProgramId = "sample" });
                sample.Program.DisplayName = "Overruled";
                await engine.Programs.PublishProgramAsync(new PublishProgramRequest
                {
                    ProgramId = "sample",
                    RequestId = "overrule",
                    Program = sample.Program,
                });
            }

            await using (var engine = await RunningEngine.StartAsync(dataFolder: folder))
            {
                engine.Engine.Ledger.Programs.Select(program => $"{program.Tenant}/{program.Id}")
                    .ShouldBe(["acme/shop", "default/sample", "default/shop"]);
                (await ListAsync(engine)).Select(version => version.State)
                    .ShouldBe([ProgramVersionState.Retired, ProgramVersionState.InForce]);
                var again = await engine.Programs.PublishProgramAsync(Publish("p2", Doubled));
                again.Replayed.ShouldBeTrue();
                again.Version.ShouldBe(published.Version);
                var sample = await engine.Programs.ListProgramVersionsAsync(
                    new ListProgramVersionsRequest { ProgramId = "sample" });
                sample.Versions.Select(version => version.DisplayName).ShouldBe(["Overruled", "Sample program"]);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static PublishProgramRequest Publish(
        string requestId, string yaml, Timestamp? effectiveTime = null) => new()
    {
        ProgramId = Shop,
        RequestId = requestId,
        Yaml = yaml,
        EffectiveTime = effectiveTime,
    };

    private static RetireProgramVersionRequest Retire(string requestId, long version) =>
        new() { ProgramId = Shop, RequestId = requestId, Version = version };

    private static Timestamp After(TimeSpan span) => Timestamp.FromDateTime(Requests.Now.ToDateTime() + span);

    private static async Task<List<ProgramVersion>> ListAsync(RunningEngine engine, int pageSize = 0)
    {
        var versions = new List<ProgramVersion>();
        var request = new ListProgramVersionsRequest { ProgramId = Shop, PageSize = pageSize };
        do
        {
            var page = await engine.Programs.ListProgramVersionsAsync(request);
            versions.AddRange(page.Versions);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return versions;
    }

    // Ten pounds; which version decided, and the points.
    private static async Task<(long Version, long Points)> EarnAsync(
        RunningEngine engine, string requestId, Timestamp occurTime, bool? enrol = null)
    {
        if (enrol ?? requestId == "r1")
        {
            var member = Requests.Enrol(requestId: "enrol");
            member.ProgramId = Shop;
            await engine.Members.EnrolMemberAsync(member);
        }
        if (enrol == true)
            return default;
        var request = Requests.Earn(requestId, 1_000);
        (request.ProgramId, request.OccurTime) = (Shop, occurTime);
        var entry = (await engine.Till.EarnPointsAsync(request)).Entry;
        return (entry.ProgramVersion, entry.Points);
    }
}
