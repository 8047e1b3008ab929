using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Runtime;

/// <summary>When a member's points become available and expire; durable before it is given.</summary>
/// <param name="IsEnrolled">Whether there is such a member; nothing else counts where there is none.</param>
/// <param name="Balance">The points.</param>
/// <param name="Schedule">When which become available and expire.</param>
/// <param name="Revision">The revision that the answer stands for.</param>
/// <param name="WaitingReturns">The returns that wait for their sales, oldest first.</param>
/// <param name="Debts">The first <see cref="PointSchedule.CountMax"/> debts, oldest first.</param>
/// <param name="Tier">The tier; null where the program has none.</param>
public sealed record ScheduleAnswer(
    bool IsEnrolled,
    Balance Balance,
    PointSchedule Schedule,
    long Revision,
    IReadOnlyList<WaitingReturn> WaitingReturns,
    IReadOnlyList<Debt> Debts,
    TierAnswer? Tier);
