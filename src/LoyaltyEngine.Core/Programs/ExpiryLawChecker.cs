namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// The part of <see cref="ProgramChecker"/> that holds the expiry of points against the laws of the program's legal
/// profiles. Points expire alike for all members, so one profile is enough.
/// </summary>
internal static class ExpiryLawChecker
{
    private const int QuebecMonthsMin = 12;
    private const int QuebecNoticeDaysMin = 30;
    private const int QuebecNoticeDaysMax = 60;

    public static void Check(ProgramDefinition definition, List<ProgramFault> faults)
    {
        foreach (var profile in definition.Enrolment.LegalProfiles.Take(ProgramLimits.LegalProfileCountMax))
        {
            if (profile.Law == ExpiryLaw.None || profile.Exemption != ExpiryExemption.None)
                continue;
            if (definition.Expiry is not null)
            {
                faults.Add(new ProgramFault("expiry", $"found with legal profile {profile.Id} of {Words(profile.Law)}",
                    "no expiry by lapse of time, which that law forbids, or an exemption of the profile"));
            }

            if (profile.Law == ExpiryLaw.Quebec && definition.Inactivity is { } inactivity)
                CheckQuebec(profile, inactivity, faults);
        }
    }

    /// <summary>Whose law it is.</summary>
    public static string Words(ExpiryLaw law) => law == ExpiryLaw.Quebec ? "Québec" : "Ontario";

    private static void CheckQuebec(
        LegalProfileDefinition profile, InactivityDefinition inactivity, List<ProgramFault> faults)
    {
        var isYear = inactivity.Unit switch
        {
            ExpiryUnit.Days => inactivity.Period >= 366,
            ExpiryUnit.Months => inactivity.Period >= QuebecMonthsMin,
            _ => inactivity.Period >= 1,
        };
        if (!isYear)
        {
            var unit = inactivity.Unit.ToString().ToLowerInvariant();
            faults.Add(new ProgramFault(
                $"inactivity.{unit}",
                $"{ProgramWords.Show(inactivity.Period)} with legal profile {profile.Id} of Québec",
                "at least 12 months, or 366 days, as that law asks"));
        }

        if (inactivity.NoticeDays is < QuebecNoticeDaysMin or > QuebecNoticeDaysMax)
        {
            faults.Add(new ProgramFault(
                "inactivity.notice_days",
                $"{ProgramWords.Show(inactivity.NoticeDays)} with legal profile {profile.Id} of Québec",
                "30 to 60, as that law asks"));
        }
    }
}
