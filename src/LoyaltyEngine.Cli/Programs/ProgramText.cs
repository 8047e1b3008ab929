using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Programs;

/// <summary>Versions and changes as lines for people.</summary>
internal static class ProgramText
{
    public const string VersionsHeader =
        "Version  State       Effective (UTC)      Recorded (UTC)       By          Request";

    public static string Of(ProgramVersion version) => string.Create(
        CultureInfo.InvariantCulture,
        $"{version.Version,7}  {StateOf(version),-10}  {Time(version.EffectiveTime),-19}  "
        + $"{Time(version.RecordTime),-19}  {version.Principal,-10}  {version.RequestId}").TrimEnd();

    public static string StateOf(ProgramVersion version) => version.State switch
    {
        ProgramVersionState.Scheduled => "scheduled",
        ProgramVersionState.InForce => "in force",
        ProgramVersionState.Superseded => "superseded",
        ProgramVersionState.Retired => "retired",
        _ => "other",
    };

    public static string Time(Timestamp? time) =>
        time is null ? "" : time.ToDateTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static void Write(IEnumerable<ProgramChange> changes, TextWriter to)
    {
        foreach (var change in changes)
            to.WriteLine($"  {change.Affected}: {change.Description}  ({change.Path})");
    }
}
