using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Journal.Tests.Contract;
using LoyaltyEngine.Journal.Tests.Simulation;

namespace LoyaltyEngine.Journal.Tests.Embedded;

/// <summary>Requests are found however old, through merges, restarts and damage to the index.</summary>
public sealed class RequestIndexTests
{
    private const int Requests = 1500;

    private readonly SimulatedDisk _disk = new(1);

    [Fact]
    public async Task Files_AfterManySegments_AreMergedByEights()
    {
        await using var journal = await FilledAsync();
        var segments = _disk.List().Count(name => name.StartsWith('0'));
        segments.ShouldBeGreaterThan(70);
        journal.RequestIndex.CoveredThrough.ShouldBe(segments - 1);
        journal.RequestIndex.Count.ShouldBeLessThanOrEqualTo(3 * RequestFiles.FanOut);
        _disk.List().Count(RequestFiles.IsName).ShouldBe(journal.RequestIndex.Count);
        await ExpectAllAsync(journal);
    }

    [Fact]
    public async Task Files_MissingOrDamagedAtTheStart_AreMadeAgain()
    {
        await (await FilledAsync()).DisposeAsync();
        foreach (var name in _disk.List().Where(RequestFiles.IsName).ToList())
        {
            foreach (var at in new[] { 0, 40, 300, 600, -1 })
            {
                var disk = _disk.Copy(2);
                var bytes = disk.Read(name);
                if (at < 0)
                {
                    disk.Remove(name);
                }
                else
                {
                    bytes[at] ^= 4;
                    disk.Put(name, bytes);
                }

                await using var journal = LogImage.Open(disk, segmentBytes: 8 * 1024);
                await ExpectAllAsync(journal, every: 31);
            }
        }
    }

    [Fact]
    public async Task Block_DamagedWhileOpen_IsReadFromTheLogAndMadeAgain()
    {
        await using var journal = await FilledAsync();
        var name = _disk.List().First(RequestFiles.IsName);
        using (var file = _disk.Open(name, writable: true))
        {
            for (var at = file.Length - 4096; at > 4096; at -= 4096)
                file.Write(at + 50, [1, 2, 3, 4, 5]);
        }

        await ExpectAllAsync(journal, every: 13);
        journal.Housekeeper.RunOnce().ShouldBeTrue();
        await ExpectAllAsync(journal, every: 13);
        journal.Failed.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void Filter_AbsentKeys_PassesFew()
    {
        var filter = RequestFilter.For(100_000);
        var random = new Random(1);
        ulong Next() => RequestIndexKey.Of((ulong)random.NextInt64(), 7);
        var present = Enumerable.Range(0, 100_000).Select(_ => Next()).ToArray();
        foreach (var key in present)
            filter.Add(key);
        present.ShouldAllBe(key => filter.MayHold(key));
        Enumerable.Range(0, 100_000).Count(_ => filter.MayHold(Next())).ShouldBeLessThan(250);
    }

    private static StreamId StreamOf(int request) => StreamId.Member("t", "uk", $"m{request % 7}");

    private static async Task ExpectAllAsync(EmbeddedJournal journal, int every = 1)
    {
        for (var request = 0; request < Requests; request += every)
        {
            var found = await journal.FindRequestAsync(StreamOf(request), RequestKey.Of($"request {request}"));
            found.Revisions.ShouldBe([(request / 7) + 1], $"request {request}");
        }

        (await journal.FindRequestAsync(StreamOf(0), RequestKey.Of("never"))).Revisions.ShouldBeEmpty();
    }

    private async Task<EmbeddedJournal> FilledAsync()
    {
        var journal = LogImage.Open(_disk, segmentBytes: 8 * 1024);
        var chains = Enumerable.Range(0, 7).Select(i => new StreamChain(StreamOf(i))).ToArray();
        for (var request = 0; request < Requests; request++)
        {
            var append = journal.RentAppend();
            chains[request % 7].AddTo(append, new string('r', 300), $"request {request}");
            var task = journal.AppendAsync(append);
            journal.Writer.RunOnce();
            (await task).ShouldBe(AppendOutcome.Durable);
            while (journal.Housekeeper.RunOnce())
            {
            }
        }

        return journal;
    }
}
