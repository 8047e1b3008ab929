namespace LoyaltyEngine.Conventions.Tests;

/// <summary>Our protos keep to their rules. Files of others (grpc.health.v1) are as their owners wrote them.</summary>
public sealed class ProtoTests
{
    private const string Api = "proto/loyalty/v1";
    private const string Stored = "proto/loyalty/journal/v1";

    private const string Bad = """
        syntax = "proto3";
        package loyalty.v2;
        import "loyalty/v1/money.proto";
        service Till {
          rpc Earn(Thing) returns (EarnResponse);
          rpc Burn(Thing) returns (Thing);
        }
        message Thing {
          // Said when.
          google.protobuf.Timestamp created_at = 1;
          uint64 Count = 1;
          string expire_time = 3;
          oneof target {
            double share = 3; // Not above it.
          }
        }
        enum ThingKind {
          OTHER = 0;
        }
        """;

    [Fact]
    public void Api_Elements_AreCommented() => HoldFor(Api, ProtoRules.Uncommented);

    [Fact]
    public void Api_Names_FollowTheStyle() => HoldFor(Api, ProtoRules.Misnamed);

    [Fact]
    public void Api_Enums_BeginWithUnspecified() => HoldFor(Api, ProtoRules.EnumsWithoutUnspecified);

    [Fact]
    public void Api_Fields_AreNeitherUnsignedNorFloating() => HoldFor(Api, ProtoRules.ForbiddenFieldTypes);

    [Fact]
    public void Api_Timestamps_EndInTime() => HoldFor(Api, ProtoRules.TimesMisnamed);

    [Fact]
    public void Api_Rpcs_HaveRequestAndResponseOfTheirOwn() => Repository.ShouldHaveNone(
        ProtoRules.SharedOrMisnamedRequests(
            Repository.Files(".proto", Api).Select(path => ProtoFile.Parse(Repository.Read(path)))));

    [Fact]
    public void Stored_Types_AreCommented() => HoldFor(Stored, ProtoRules.UncommentedTypes);

    [Fact]
    public void Stored_Names_FollowTheStyle() => HoldFor(Stored, ProtoRules.Misnamed);

    [Fact]
    public void Stored_Fields_AreNeitherUnsignedNorFloating() => HoldFor(Stored, ProtoRules.ForbiddenFieldTypes);

    [Fact]
    public void Stored_Records_ShareNothingWithTheApi() => HoldFor(Stored, ProtoRules.ApiImports);

    [Fact]
    public void Protos_Numbers_AreUsedOnce()
    {
        HoldFor(Api, ProtoRules.ReusedNumbers);
        HoldFor(Stored, ProtoRules.ReusedNumbers);
    }

    [Fact]
    public void Protos_Files_StandInTheFolderOfTheirPackage() => Repository.ShouldHaveNone(
        from path in Repository.Files(".proto", "proto/loyalty")
        from offence in ProtoRules.MisplacedPackage(ProtoFile.Parse(Repository.Read(path)), path)
        select $"{path}: {offence}");

    [Fact]
    public void Parse_OurFiles_MissesNoElement()
    {
        foreach (var path in Repository.Files(".proto", "proto/loyalty"))
        {
            var text = Repository.Read(path);
            var numbered = text.Split('\n').Count(line => line.Split("//")[0].TrimEnd() is [.., ';'] code
                && code.Contains(" = ") && !code.StartsWith("option", StringComparison.Ordinal)
                && !code.StartsWith("syntax", StringComparison.Ordinal));
            ProtoFile.Parse(text).Elements
                .Count(element => element.Kind is ProtoFile.Kind.Field or ProtoFile.Kind.Value)
                .ShouldBe(numbered, path);
        }
    }

    [Fact]
    public void Rules_BadFile_AreEachBroken()
    {
        var bad = ProtoFile.Parse(Bad);

        ProtoRules.Uncommented(bad).Count().ShouldBe(9);
        ProtoRules.UncommentedTypes(bad).Count().ShouldBe(3);
        ProtoRules.Misnamed(bad).ShouldBe(
        [
            "Service .Till is named against the rule", "Field Thing.Count is named against the rule",
            "Value ThingKind.OTHER is named against the rule",
        ]);
        ProtoRules.EnumsWithoutUnspecified(bad).ShouldHaveSingleItem();
        ProtoRules.ForbiddenFieldTypes(bad).Count().ShouldBe(2);
        ProtoRules.TimesMisnamed(bad).Count().ShouldBe(2);
        ProtoRules.SharedOrMisnamedRequests([bad]).Count().ShouldBe(3);
        ProtoRules.ReusedNumbers(bad).ShouldBe(
            ["Thing has number 1 more than once", "Thing has number 3 more than once"]);
        ProtoRules.ApiImports(bad).ShouldHaveSingleItem();
        ProtoRules.MisplacedPackage(bad, "proto/loyalty/v1/Bad.proto").Count().ShouldBe(2);
    }

    private static void HoldFor(string folder, Func<ProtoFile, IEnumerable<string>> rule)
    {
        var paths = Repository.Files(".proto", folder);
        paths.ShouldNotBeEmpty();
        Repository.ShouldHaveNone(
            from path in paths
            from offence in rule(ProtoFile.Parse(Repository.Read(path)))
            select $"{path}: {offence}");
    }
}
