using FsCheck;
using FsCheck.Fluent;

namespace LoyaltyEngine.Core.Tests.Members.Model;

/// <summary>Random histories of one member, and how a failing one is made shorter.</summary>
internal static class Histories
{
    /// <summary>The terms between which a history changes.</summary>
    public static readonly Terms[] AllTerms =
    [
        new(),
        new(Forgives: true),
        new(MinorPerPoint: 70, BonusPoints: 9),
        new(MinorPerPoint: 90, BonusPoints: 15, Forgives: true, ExpiryDays: 4, PendingDays: 1),
        new(MinorPerPoint: 30, BurnMinimum: 10, BurnStep: 5, AdjustMaximum: 20, AdjustDailyMaximum: 50,
            AdjustOwes: true),
        new(MinorPerPoint: 250, Burns: false, TakesReturns: false, Adjusts: false),
        new(MinorPerPoint: 100, BurnMinimum: 5, BurnStep: 5, Forgives: true, TakesReturns: false,
            AdjustReasons: "mistake goodwill", AdjustOwes: true),
        new(ExpiryDays: 6),
        new(MinorPerPoint: 50, ExpiryDays: 9, PendingDays: 3, AdjustOwes: true),
        new(PendingDays: 2, Forgives: true),
        new(ExpiryDays: 2, PendingDays: 4),
        new(ReservationDays: 2, ReservationMaximumDays: 5),
        new(MinorPerPoint: 50, ExpiryDays: 4, ReservationDays: 3, ReservationMaximumDays: 3, Forgives: true),
        new(BurnMinimum: 4, BurnStep: 2, ExpiryDays: 5, ReservationDays: 1, ReservationMaximumDays: 9,
            ReservedExpire: true, Forgives: true),
        new(MinorPerPoint: 40, PendingDays: 2, ExpiryDays: 3, ReservationDays: 4, ReservationMaximumDays: 6,
            ReservedExpire: true),
        new(WaitDays: 3, LateDays: 2),
        new(IdleDays: 4),
        new(PendingEvent: "delivered", AdjustOwes: true),
        new(MinorPerPoint: 50, PendingEvent: "delivered", PendingDays: 3, ExpiryDays: 4),
        new(PendingEvent: "delivered", ExpiryDays: 2, ReservationDays: 2, ReservationMaximumDays: 4),
        new(MinorPerPoint: 80, PendingEvent: "delivered", IdleDays: 6, IdleNoticeDays: 2),
        new(MinorPerPoint: 60, IdleDays: 7, IdleNoticeDays: 3, IdleBurns: false, GraceDays: 3),
        new(IdleDays: 5, IdleNoticeDays: 2, IdleReturns: true, PendingDays: 3, AdjustOwes: true),
        new(MinorPerPoint: 40, IdleDays: 6, ReservationDays: 3, ReservationMaximumDays: 6, ReservedExpire: true,
            IdleNoticeDays: 2),
        new(LateDays: 5, ExpiryDays: 4, GraceDays: 2),
        new(MinorPerPoint: 70, ExpiryDays: 3, GraceDays: 6, Forgives: true),
        new(MinorPerPoint: 60, WaitDays: 5, ExpiryDays: 3, PendingDays: 1, Forgives: true, ReservationDays: 2,
            ReservationMaximumDays: 2),
    ];

    private static readonly Step s_enrol = new(StepKind.Enrol, 0, 0, StepFaults.None);

    /// <summary>Histories of up to so many steps.</summary>
    public static Arbitrary<Step[]> OfUpTo(int stepCountMax)
    {
        var gen =
            from count in Gen.Choose(1, stepCountMax)
            from before in Gen.ListOf(AnyStep, 2)
            from enrolment in Gen.Frequency(
                (7, Gen.Constant<Step[]>([s_enrol])),
                (1, Gen.Constant<Step[]>([s_enrol with { Faults = StepFaults.IdentifierTaken }, s_enrol])),
                (1, Gen.Constant<Step[]>([])))
            from steps in Gen.ArrayOf(AnyStep, count)
            select (Step[])[.. before, .. enrolment, .. steps];
        return Arb.From(gen, Shorter);
    }

    // Mostly none, else one or two.
    private static Gen<StepFaults> Faults { get; } = Gen.Frequency(
        (20, Gen.Constant(StepFaults.None)),
        (2, Gen.Constant(StepFaults.RightRevisionExpected)),
        (3, Gen.Choose(0, 5).Two().Select(bits => (StepFaults)((1 << bits.Item1) | (1 << bits.Item2)))));

    // Small amounts so that a member runs dry; now and then less than a point, or nothing.
    private static Gen<int> Amount { get; } = Gen.Frequency(
        (6, Gen.Choose(0, 30)), (2, Gen.Choose(0, 99)), (1, Gen.Choose(0, 3)), (1, Gen.Constant(0)));

    private static Gen<Step> AnyStep { get; } =
        from kind in Gen.Frequency(
            (30, Gen.Constant(StepKind.Earn)),
            (22, Gen.Constant(StepKind.Burn)),
            (14, Gen.Constant(StepKind.Return)),
            (22, Gen.Constant(StepKind.ReturnSale)),
            (14, Gen.Constant(StepKind.Exchange)),
            (22, Gen.Constant(StepKind.Reverse)),
            (8, Gen.Constant(StepKind.ReturnAhead)),
            (18, Gen.Constant(StepKind.Reserve)),
            (10, Gen.Constant(StepKind.Capture)),
            (5, Gen.Constant(StepKind.Release)),
            (5, Gen.Constant(StepKind.Extend)),
            (8, Gen.Constant(StepKind.Give)),
            (8, Gen.Constant(StepKind.Take)),
            (6, Gen.Constant(StepKind.WriteOff)),
            (10, Gen.Constant(StepKind.Activate)),
            (10, Gen.Constant(StepKind.NextDay)),
            (6, Gen.Constant(StepKind.Repeat)),
            (4, Gen.Constant(StepKind.Reuse)),
            (4, Gen.Constant(StepKind.CancelEarlier)),
            (4, Gen.Constant(StepKind.CancelNext)),
            (4, Gen.Constant(StepKind.ChangeTerms)),
            (1, Gen.Constant(StepKind.Enrol)))
        from amount in Amount
        from pick in Gen.Choose(0, 9_999)
        from faults in Faults
        select new Step(kind, amount, pick, faults);

    // Without its first half, its second half, each quarter, and so on down to each single step.
    private static IEnumerable<Step[]> Shorter(Step[] steps)
    {
        for (var size = steps.Length / 2; size >= 1; size /= 2)
        {
            for (var start = 0; start + size <= steps.Length; start += size)
                yield return [.. steps[..start], .. steps[(start + size)..]];
        }

        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].Faults != StepFaults.None)
                yield return [.. steps[..i], steps[i] with { Faults = StepFaults.None }, .. steps[(i + 1)..]];
        }
    }
}
