using NodaTime;

namespace LoyaltyEngine.Core.Tests;

public sealed class LedgerTimeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(1_780_000_000_123_456_789)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void FromInstant_OfItsOwnInstant_IsTheSame(long unixNanoseconds)
    {
        var time = new LedgerTime(unixNanoseconds);

        LedgerTime.FromInstant(time.ToInstant()).ShouldBe(time);
    }

    [Fact]
    public void FromInstant_OutsideItsYears_Throws()
    {
        Should.Throw<OverflowException>(() => LedgerTime.FromInstant(Instant.FromUtc(2263, 1, 1, 0, 0)));
        Should.Throw<OverflowException>(() => LedgerTime.FromInstant(Instant.FromUtc(1677, 1, 1, 0, 0)));
    }

    [Fact]
    public void Default_IsTheStartOf1970() => default(LedgerTime).ToString().ShouldBe("1970-01-01T00:00:00Z");

    [Fact]
    public void Never_IsAfterEveryOtherMoment()
    {
        var last = new LedgerTime(long.MaxValue - 1);

        (last < LedgerTime.Never).ShouldBeTrue();
        (last <= LedgerTime.Never).ShouldBeTrue();
        (last > LedgerTime.Never).ShouldBeFalse();
        (last >= LedgerTime.Never).ShouldBeFalse();
        LedgerTime.Never.CompareTo(last).ShouldBePositive();
        (last.IsNever, LedgerTime.Never.IsNever).ShouldBe((false, true));
        LedgerTime.Never.ToString().ShouldBe("never");
    }
}
