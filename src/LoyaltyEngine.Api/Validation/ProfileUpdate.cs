using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Enrolment;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Validation;

/// <summary>A change of what is known of a member, as a request with a field mask asks for it.</summary>
internal sealed class ProfileUpdate
{
    private const int PathCountMax = 100;
    private const string PersonalData = "personal_data";
    private const string AttributePrefix = "attributes.";

    private static readonly string[] PersonalPaths =
    [
        "personal_data.given_name",
        "personal_data.family_name",
        "personal_data.email",
        "personal_data.phone",
        "personal_data.birth_date",
    ];

    private readonly PersonalProfile _given;
    private readonly HashSet<string> _paths;

    private ProfileUpdate(PersonalProfile given, HashSet<string> paths) => (_given, _paths) = (given, paths);

    /// <summary>Reads a request; not to be used where the checks found anything.</summary>
    public static ProfileUpdate Read(V1.UpdateMemberRequest request, LoyaltyProgram? program, ref FieldChecks checks)
    {
        var given = ProfileReader.ReadPersonalData(request.PersonalData, ref checks) with
        {
            Attributes = FactReader.ReadAttributes(request.Attributes, program, ref checks),
            Consents = FactReader.ReadConsents(request.Consents, program, ref checks),
        };
        if (request.UpdateMask is not { } mask)
            return new ProfileUpdate(given, PathsSet(given));

        if (mask.Paths.Count is 0 or > PathCountMax)
            checks.Add("update_mask", $"must have 1 to {PathCountMax} paths, or be left out");
        foreach (var path in mask.Paths)
        {
            if (!IsKnown(path, program))
                checks.Add("update_mask", $"has a path that is not known: {Show(path)}");
        }

        return new ProfileUpdate(given, [.. mask.Paths]);
    }

    /// <summary>The profile changed.</summary>
    public PersonalProfile Apply(PersonalProfile profile) => profile with
    {
        GivenName = Names("given_name") ? _given.GivenName : profile.GivenName,
        FamilyName = Names("family_name") ? _given.FamilyName : profile.FamilyName,
        Email = Names("email") ? _given.Email : profile.Email,
        Phone = Names("phone") ? _given.Phone : profile.Phone,
        BirthDate = Names("birth_date") ? _given.BirthDate : profile.BirthDate,
        Attributes = ApplyAttributes(profile.Attributes),
        Consents = _paths.Contains("consents")
            ? [.. profile.Consents.ExceptBy(_given.Consents.Select(KindOf), KindOf), .. _given.Consents]
            : profile.Consents,
    };

    // Absent mask: all that is set. An attribute that is set takes the place of its own only.
    private static HashSet<string> PathsSet(PersonalProfile given)
    {
        var paths = new HashSet<string>();
        AddIf(given.GivenName.Length > 0, PersonalPaths[0]);
        AddIf(given.FamilyName.Length > 0, PersonalPaths[1]);
        AddIf(given.Email.Length > 0, PersonalPaths[2]);
        AddIf(given.Phone.Length > 0, PersonalPaths[3]);
        AddIf(given.BirthDate != 0, PersonalPaths[4]);
        AddIf(given.Consents.Count > 0, "consents");
        foreach (var attribute in given.Attributes)
            paths.Add(AttributePrefix + attribute.Name);
        return paths;

        void AddIf(bool isSet, string path)
        {
            if (isSet)
                paths.Add(path);
        }
    }

    private static bool IsKnown(string path, LoyaltyProgram? program) =>
        path is PersonalData or "attributes" or "consents"
        || PersonalPaths.Contains(path)
        || (path.StartsWith(AttributePrefix, StringComparison.Ordinal)
            && (program is null || program.Definition.Attributes.Any(
                attribute => attribute.Name == path[AttributePrefix.Length..])));

    private static string KindOf(MemberConsent consent) => consent.Kind;

    private static string Show(string path) => path.Length <= 64 ? path : $"{path[..64]}...";

    private bool Names(string field) =>
        _paths.Contains(PersonalData) || _paths.Contains($"{PersonalData}.{field}");

    private IReadOnlyList<MemberAttribute> ApplyAttributes(IReadOnlyList<MemberAttribute> known)
    {
        if (_paths.Contains("attributes"))
            return _given.Attributes;
        var named = _paths
            .Where(path => path.StartsWith(AttributePrefix, StringComparison.Ordinal))
            .Select(path => path[AttributePrefix.Length..])
            .ToHashSet();
        return named.Count == 0
            ? known
            :
            [
                .. known.Where(attribute => !named.Contains(attribute.Name)),
                .. _given.Attributes.Where(attribute => named.Contains(attribute.Name)),
            ];
    }
}
