using LoyaltyEngine.Core;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Runtime.Due;

namespace LoyaltyEngine.Runtime.Tests.Due;

public sealed class DueIndexTests
{
    private readonly DueIndex _index = new();

    [Fact]
    public void Empty_HasNothingDue()
    {
        _index.Note(Member(1), LedgerTime.Never);

        _index.Count.ShouldBe(0);
        _index.Earliest.ShouldBe(LedgerTime.Never);
        _index.TryTake(new LedgerTime(long.MaxValue - 1), out _).ShouldBeFalse();
        _index.Copy().SelectMany(copy => copy).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(7, 5)]
    [InlineData(5, 7)]
    public void Member_NotedTwice_IsDueAtTheEarlierTimeAndOnce(long first, long second)
    {
        _index.Note(Member(1), new LedgerTime(first));
        _index.Note(Member(1), new LedgerTime(second));

        _index.Count.ShouldBe(1);
        _index.Earliest.ShouldBe(new LedgerTime(5));
        _index.TryTake(new LedgerTime(4), out _).ShouldBeFalse();
        _index.TryTake(new LedgerTime(5), out var member).ShouldBeTrue();
        member.ShouldBe(Member(1));
        _index.TryTake(new LedgerTime(9), out _).ShouldBeFalse();
        _index.Count.ShouldBe(0);
    }

    [Fact]
    public void RandomNotesAndTakes_AgreeWithASortedList()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var (index, model) = (new DueIndex(), new Dictionary<string, long>());
            for (var step = 0; step < 2_000; step++)
            {
                var now = random.Next(1_000);
                if (random.Next(3) > 0)
                {
                    var member = Member(random.Next(300));
                    index.Note(member, new LedgerTime(now));
                    model[member.Text] = Math.Min(now, model.GetValueOrDefault(member.Text, long.MaxValue));
                }
                else if (index.TryTake(new LedgerTime(now), out var taken))
                {
                    model.Remove(taken.Text, out var time).ShouldBeTrue($"seed {seed}, step {step}");
                    time.ShouldBeLessThanOrEqualTo(now, $"seed {seed}, step {step}");
                }
                else
                {
                    model.Values.ShouldAllBe(time => time > now, $"seed {seed}, step {step}");
                }

                index.Count.ShouldBe(model.Count, $"seed {seed}, step {step}");
            }

            index.Earliest.UnixNanoseconds.ShouldBe(model.Values.Min(), $"seed {seed}");
            index.Copy().SelectMany(copy => copy).OrderBy(one => one.Key, StringComparer.Ordinal)
                .ShouldBe(model.OrderBy(one => one.Key, StringComparer.Ordinal), $"seed {seed}");
        }
    }

    [Fact]
    public async Task ManyThreads_NotingTakingAndCopying_LoseNobody()
    {
        const int members = 20_000;
        var taken = 0;
        var noting = Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = thread; i < members; i += 4)
            {
                _index.Note(Member(i), new LedgerTime(1 + (i % 100)));
                if (_index.TryTake(new LedgerTime(50), out _))
                    Interlocked.Increment(ref taken);
                if (i % 1_000 == 0)
                    _index.Copy().Sum(copy => copy.Length).ShouldBeLessThanOrEqualTo(members);
            }
        }));
        await Task.WhenAll(noting);

        while (_index.TryTake(new LedgerTime(100), out _))
            taken++;
        taken.ShouldBe(members);
    }

    private static StreamId Member(int number) => StreamId.Member(TenantId.Default, TestProgram.Id, $"m{number}");
}
