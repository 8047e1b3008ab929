using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>The part of <see cref="ProgramFileReader"/> that reads what a program says of its members.</summary>
internal sealed class MemberSectionReader(NodeReader reader)
{
    /// <summary>A list of actions. An empty one is none of them, which is not the same as a key left out.</summary>
    public MemberActions? ReadActions(NodeMap map, string key)
    {
        if (map.Optional(key) is not { } node)
            return null;
        var actions = MemberActions.None;
        foreach (var (item, path) in reader.Items(node, map.PathOf(key)))
        {
            actions |= reader.Choice(item, path,
                ("earn", MemberActions.Earn), ("burn", MemberActions.Burn), ("return", MemberActions.Return),
                ("reverse", MemberActions.Reverse), ("update", MemberActions.Update)) ?? MemberActions.None;
        }

        return actions;
    }

    private const string LengthExpected = "a whole number of characters";

    public IReadOnlyList<IdentifierDefinition> ReadIdentifiers(NodeMap program)
    {
        var kinds = new List<IdentifierDefinition>();
        foreach (var (item, path) in Items(program, "identifiers"))
        {
            var map = reader.Map(item, path, "a kind of identifier: kind, format",
                "kind", "format", "length_min", "length_max", "check", "calling_code");
            kinds.Add(map is null ? new IdentifierDefinition { Kind = "" } : ReadIdentifier(map));
        }

        return kinds;
    }

    public StatusDefinition ReadStatuses(NodeMap program)
    {
        var statuses = new StatusDefinition();
        if (program.OptionalContent("status") is not { } node
            || reader.Map(node, "status", "blocked, closed", "blocked", "closed") is not { } map)
        {
            return statuses;
        }

        return new StatusDefinition
        {
            Blocked = ReadActions(map, "blocked") ?? statuses.Blocked,
            Closed = ReadActions(map, "closed") ?? statuses.Closed,
        };
    }

    public EnrolmentDefinition ReadEnrolment(NodeMap program)
    {
        if (program.OptionalContent("enrolment") is not { } node
            || reader.Map(node, "enrolment", "at_till, legal_profiles", "at_till", "legal_profiles") is not { } map)
        {
            return new EnrolmentDefinition();
        }

        var atTill = map.Optional("at_till") is { } word
            ? reader.Choice(word, map.PathOf("at_till"), ("refuse", false), ("enrol", true))
            : null;
        return new EnrolmentDefinition { AtTill = atTill ?? false, LegalProfiles = ReadLegalProfiles(map) };
    }

    public IReadOnlyList<AttributeDefinition> ReadAttributes(NodeMap program)
    {
        var attributes = new List<AttributeDefinition>();
        foreach (var (item, path) in Items(program, "attributes"))
        {
            var map = reader.Map(item, path, "an attribute: name, type", "name", "type", "values");
            attributes.Add(map is null ? new AttributeDefinition { Name = "" } : ReadAttribute(map));
        }

        return attributes;
    }

    public IReadOnlyList<string> ReadConsents(NodeMap program) => program.OptionalContent("consents") is { } node
        ? reader.Texts(node, "consents", "the name of a consent")
        : [];

    private IdentifierDefinition ReadIdentifier(NodeMap map)
    {
        var none = new IdentifierDefinition { Kind = "" };
        var format = map.Optional("format") is { } word
            ? reader.Choice(word, map.PathOf("format"),
                ("text", IdentifierFormat.Text), ("digits", IdentifierFormat.Digits),
                ("phone", IdentifierFormat.Phone), ("email", IdentifierFormat.Email))
            : null;
        var check = map.Optional("check") is { } digit
            ? reader.Choice(digit, map.PathOf("check"), ("none", CheckDigit.None), ("luhn", CheckDigit.Luhn))
            : null;
        return new IdentifierDefinition
        {
            Kind = map.RequiredText("kind", "the kind's name"),
            Format = format ?? none.Format,
            Check = check ?? none.Check,
            LengthMin = map.Int32("length_min", LengthExpected) ?? none.LengthMin,
            LengthMax = map.Int32("length_max", LengthExpected) ?? none.LengthMax,
            CallingCode = map.Optional("calling_code") is { } code
                ? reader.Text(code, map.PathOf("calling_code"), "a country calling code such as 44") ?? ""
                : "",
        };
    }

    private AttributeDefinition ReadAttribute(NodeMap map)
    {
        var type = map.Optional("type") is { } word
            ? reader.Choice(word, map.PathOf("type"),
                ("text", AttributeType.Text), ("number", AttributeType.Number), ("date", AttributeType.Date),
                ("boolean", AttributeType.Boolean), ("choice", AttributeType.Choice))
            : null;
        return new AttributeDefinition
        {
            Name = map.RequiredText("name", "the attribute's name"),
            Type = type ?? AttributeType.Text,
            Values = map.Optional("values") is { } values
                ? reader.Texts(values, map.PathOf("values"), "one or more values")
                : [],
        };
    }

    private List<LegalProfileDefinition> ReadLegalProfiles(NodeMap enrolment)
    {
        var profiles = new List<LegalProfileDefinition>();
        if (enrolment.OptionalContent("legal_profiles") is not { } node)
            return profiles;
        foreach (var (item, path) in reader.Items(node, enrolment.PathOf("legal_profiles")))
        {
            var map = reader.Map(
                item, path, "a legal profile: id, minimum_age, law, exemption",
                "id", "minimum_age", "law", "exemption");
            profiles.Add(map is null
                ? new LegalProfileDefinition { Id = "" }
                : new LegalProfileDefinition
                {
                    Id = map.RequiredText("id", "the profile's id"),
                    MinimumAge = map.Int32("minimum_age", "a whole number of years") ?? 0,
                    Law = map.Optional("law") is { } law
                        ? reader.Choice(law, map.PathOf("law"), ("quebec", ExpiryLaw.Quebec),
                            ("ontario", ExpiryLaw.Ontario)) ?? ExpiryLaw.None
                        : ExpiryLaw.None,
                    Exemption = map.Optional("exemption") is { } exemption
                        ? reader.Choice(exemption, map.PathOf("exemption"),
                            ("small_rewards", ExpiryExemption.SmallRewards),
                            ("single_reward", ExpiryExemption.SingleReward)) ?? ExpiryExemption.None
                        : ExpiryExemption.None,
                });
        }

        return profiles;
    }

    private IReadOnlyList<(FileNode Node, string Path)> Items(NodeMap program, string key) =>
        program.OptionalContent(key) is { } node ? reader.Items(node, key) : [];
}
