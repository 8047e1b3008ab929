using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Journal.Tests.Contract;

namespace LoyaltyEngine.Journal.Tests.Simulation;

/// <summary>With its threads running: nothing is answered before a flush covers what the answer rests on.</summary>
public sealed class FlushOrderTests
{
    [Fact]
    public async Task Answers_OfAllKinds_FollowTheFlushThatCoversThem()
    {
        using var folder = new TemporaryFolder();
        var recorder = new FlushRecorder(new FolderLogStorage(folder.Path));
        await using var journal = EmbeddedJournal.Open(new EmbeddedJournalOptions
        {
            Directory = folder.Path,
            Storage = recorder,
            SegmentBytes = 256 * 1024,
            BatchBytesMax = 16 * 1024,
            CheckpointBytesMin = 100_000,
        });
        var workers = Enumerable.Range(0, 32).Select(worker => Task.Run(() => WorkAsync(journal, recorder, worker)));
        await Task.WhenAll(workers);
        var statistics = journal.Statistics;
        statistics.Records.ShouldBe(32 * 150);
        statistics.Batches.ShouldBeInRange(2, 32 * 150);
        statistics.Bytes.ShouldBeGreaterThan(statistics.Records * 100);
    }

    private static async Task WorkAsync(EmbeddedJournal journal, FlushRecorder recorder, int worker)
    {
        var stream = StreamId.Member("t", "uk", $"m{worker}");
        var chain = new StreamChain(stream);
        for (var i = 0; i < 150; i++)
        {
            var token = (worker * 1000) + i;
            var append = journal.RentAppend();
            chain.AddTo(append, $"#{token}# {new string('.', i)}");
            var written = journal.AppendAsync(append);
            var stale = journal.RentAppend();
            new StreamChain(stream).AddTo(stale, "another's");
            var conflict = journal.AppendAsync(stale);
            var loading = journal.LoadAsync(stream);
            var confirming = journal.ConfirmAsync(stream, chain.Revision);

            (await confirming).ShouldBe(AppendOutcome.Durable);
            recorder.IsFlushed(token).ShouldBeTrue("confirmed before its flush");
            (await conflict).ShouldBe(AppendOutcome.Conflict);
            (await loading).Revision.ShouldBe(chain.Revision);
            (await written).ShouldBe(AppendOutcome.Durable);
            recorder.IsFlushed(token).ShouldBeTrue("acknowledged before its flush");
        }
    }
}
