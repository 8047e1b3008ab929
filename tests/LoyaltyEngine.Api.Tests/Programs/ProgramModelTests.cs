using LoyaltyEngine.Api.Validation;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Programs;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests.Programs;

/// <summary>A program is one model, as a definition, as a message and as a file.</summary>
public sealed class ProgramModelTests
{
    private const int CaseCount = 2_000;

    [Fact]
    public void Program_ThroughMessageAndFileAndBack_SaysTheSame()
    {
        for (var seed = 0; seed < CaseCount; seed++)
        {
            var definition = AnyProgram.Next(new Random(seed));
            ProgramChecker.Check(definition).ShouldBeEmpty($"seed {seed}");

            var message = Mapping.Programs.ToProto(definition);
            var sent = SentProgram.OfMessage(definition.Id, V1.Program.Parser.ParseFrom(ToBytes(message)));
            sent.Faults.ShouldBeEmpty($"seed {seed}");
            Described.Of(sent.Definition).ShouldBe(Described.Of(definition), $"seed {seed}");

            var file = ProgramFile.Parse(sent.Source);
            file.Faults.ShouldBeEmpty($"seed {seed}\n{sent.Source}");
            Described.Of(file.Definition).ShouldBe(Described.Of(definition), $"seed {seed}\n{sent.Source}");
            ProgramFileWriter.Write(file.Definition!).ShouldBe(sent.Source, $"seed {seed}");
            Mapping.Programs.ToProto(file.Definition!).ShouldBe(message, $"seed {seed}");
        }
    }

    // A property that a message lacks would be lost on the way, and the round trip above might never draw it.
    [Fact]
    public void Message_OfEveryDefinition_HasAFieldForEachProperty()
    {
        Counts(typeof(ProgramDefinition), V1.Program.Descriptor, derived: ["CurrencyDecimals"]);
        Counts(typeof(BurningDefinition), V1.ProgramBurning.Descriptor);
        Counts(typeof(ReservationDefinition), V1.ProgramReservations.Descriptor);
        Counts(typeof(ReturnDefinition), V1.ProgramReturns.Descriptor);
        Counts(typeof(AdjustmentDefinition), V1.ProgramAdjustments.Descriptor);
        Counts(typeof(LineMatch), V1.LineMatch.Descriptor);
        Counts(typeof(IdentifierDefinition), V1.IdentifierKind.Descriptor);
        Counts(typeof(StatusDefinition), V1.ProgramStatuses.Descriptor);
        Counts(typeof(EnrolmentDefinition), V1.ProgramEnrolment.Descriptor);
        Counts(typeof(LegalProfileDefinition), V1.LegalProfile.Descriptor);
        Counts(typeof(AttributeDefinition), V1.AttributeDeclaration.Descriptor);
        // The base rate is a message of its own.
        Counts(typeof(EarningDefinition), V1.ProgramEarning.Descriptor, more: V1.BaseRate.Descriptor);
        Counts(typeof(RuleDefinition), V1.EarningRule.Descriptor);
        Counts(typeof(RuleRate), V1.RuleRate.Descriptor);
        Counts(typeof(RuleCondition), V1.RuleCondition.Descriptor);
        Counts(typeof(DayHours), V1.DayHours.Descriptor);
        Counts(typeof(StoreGroupDefinition), V1.StoreGroup.Descriptor);
        Counts(typeof(TierTableDefinition), V1.ProgramTiers.Descriptor);
        Counts(typeof(TierDefinition), V1.Tier.Descriptor);

        static void Counts(
            Type definition,
            Google.Protobuf.Reflection.MessageDescriptor message,
            string[]? derived = null,
            Google.Protobuf.Reflection.MessageDescriptor? more = null)
        {
            var properties = definition.GetProperties().Select(property => property.Name).Except(derived ?? []).Count();
            // The message that holds another one has a field for it.
            var fields = message.Fields.InDeclarationOrder().Count
                + (more is null ? 0 : more.Fields.InDeclarationOrder().Count - 1);
            fields.ShouldBe(properties, definition.Name);
        }
    }

    [Fact]
    public void Sample_ThroughTheMessage_SaysTheSame()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "programs", "sample.yaml");
        var definition = ProgramFile.Load(file).Definition.ShouldNotBeNull();

        var sent = SentProgram.OfMessage("sample", Mapping.Programs.ToProto(definition));

        Described.Of(ProgramFile.Parse(sent.Source).Definition).ShouldBe(Described.Of(definition));
    }

    [Fact]
    public void Message_LeftEmpty_TellsEveryFaultInItsOwnWords()
    {
        var sent = SentProgram.OfMessage("shop", new V1.Program());

        sent.Definition.ShouldBeNull();
        sent.Faults.Select(fault => (fault.Path, fault.Field)).ShouldBe(
        [
            ("begins", "begin_date"), ("earning", "earning"), ("program", "program_id"),
            ("currency", "currency_code"), ("time_zone", "time_zone"),
        ], ignoreOrder: true);
    }

    [Fact]
    public void Message_WithFaultsDeepDown_NamesTheFields()
    {
        var program = Mapping.Programs.ToProto(AnyProgram.Next(new Random(1)));
        program.ProgramId = "shop";
        program.Earning = new V1.ProgramEarning
        {
            Base = new V1.BaseRate { Points = 1, PerAmountMinor = 0, Rounding = (V1.Rounding)9 },
            Rules =
            {
                new V1.EarningRule { RuleId = "a", MultiplierBps = 5 },
                new V1.EarningRule { RuleId = "a", Points = 1, When = new V1.RuleCondition { Skus = { "" } } },
                new V1.EarningRule { RuleId = "c" },
            },
        };
        program.Burning = new V1.ProgramBurning { StepPoints = 7, MinimumPoints = 8 };
        program.Identifiers.Clear();
        program.Identifiers.Add(new V1.IdentifierKind { Kind = "Card", Format = (V1.IdentifierFormat)9 });
        program.Identifiers.Add(new V1.IdentifierKind { Kind = "card", LengthMin = 5, LengthMax = 4 });
        program.Status = new V1.ProgramStatuses { Closed = new V1.AllowedActions { Actions = { 0 } } };
        program.Enrolment = new V1.ProgramEnrolment { LegalProfiles = { new V1.LegalProfile() } };
        program.Attributes.Clear();
        program.Attributes.Add(new V1.AttributeDeclaration { Name = "size", Type = V1.AttributeType.Choice });
        program.Consents.Clear();
        program.Consents.AddRange(["news", "news"]);

        SentProgram.OfMessage("shop", program).Faults.Select(fault => fault.Field).ShouldBe(
        [
            "earning.base.rounding", "earning.base.per_amount_minor", "earning.rules[0].multiplier_bps",
            "earning.rules[1].rule_id", "earning.rules[1].when.skus[0]", "earning.rules[2]",
            "burning.points_per_currency_unit", "burning.minimum_points", "identifiers[0].format",
            "identifiers[0].kind", "identifiers[1].length_max", "status.closed.actions[0]",
            "enrolment.legal_profiles[0].legal_profile_id", "attributes[0].values", "consents[1]",
        ], ignoreOrder: true);
    }

    private static byte[] ToBytes(V1.Program message) => Google.Protobuf.MessageExtensions.ToByteArray(message);
}
