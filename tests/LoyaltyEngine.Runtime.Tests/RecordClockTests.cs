using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Tests;

[Trait("Category", "Laws")]
public sealed class RecordClockTests
{
    [Fact]
    public void Next_ClockGoesBackwards_StaysWhereItWas()
    {
        var clock = new JumpingClock { Now = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero) };
        var record = new RecordClock(clock, 0);
        var first = record.Next();

        clock.Now = clock.Now.AddHours(-3);
        record.Next().ShouldBe(first);
        clock.Now = clock.Now.AddHours(3).AddTicks(1);
        record.Next().UnixNanoseconds.ShouldBe(first.UnixNanoseconds + 100);
    }

    [Fact]
    public void Next_JournalIsAheadOfTheClock_StaysAtTheJournals()
    {
        var clock = new JumpingClock { Now = DateTimeOffset.UnixEpoch.AddSeconds(1) };

        new RecordClock(clock, 5_000_000_000).Next().UnixNanoseconds.ShouldBe(5_000_000_000);
        new RecordClock(clock, 999_999_999).Next().UnixNanoseconds.ShouldBe(1_000_000_000);
    }

    [Fact]
    public void Next_OnManyThreads_NeverGoesBack()
    {
        var clock = new JumpingClock { Now = DateTimeOffset.UnixEpoch.AddYears(50) };
        var record = new RecordClock(clock, 0);
        Parallel.For(0, 8, thread =>
        {
            var last = record.Next();
            for (var i = 0; i < 20_000; i++)
            {
                clock.Now = DateTimeOffset.UnixEpoch.AddYears(50).AddTicks(((i * 7) + thread) % 5_000);
                var next = record.Next();
                (next < last).ShouldBeFalse();
                last = next;
            }
        });
    }

    [Fact]
    public async Task Ledger_OpenedWithAClockThatWentBack_GoesOnFromTheLastEntry()
    {
        var journal = new InMemoryJournal();
        var clock = new JumpingClock { Now = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero) };
        var first = await LedgerRig.OpenAsync(journal);
        await first.EnrolAsync();
        var late = (await first.EarnAsync(1, "late")).Event!.Origin.RecordTime;

        clock.Now = clock.Now.AddMinutes(-4);
        var ledger = await Ledger.OpenAsync(journal, new LedgerOptions(), clock, [TestProgram.Source]);
        var answer = await ledger.BurnAsync(
            ledger.Programs[0],
            LedgerRig.Ada,
            new RequestHead("burn", LedgerRig.Noon, Core.Baskets.TillContext.Empty, "till", null),
            1);

        answer.Event.ShouldNotBeNull().Origin.RecordTime.ShouldBe(late);
    }

    private sealed class JumpingClock : TimeProvider
    {
        private long _ticks;

        public DateTimeOffset Now
        {
            get => new(Volatile.Read(ref _ticks), TimeSpan.Zero);
            set => Volatile.Write(ref _ticks, value.UtcTicks);
        }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
