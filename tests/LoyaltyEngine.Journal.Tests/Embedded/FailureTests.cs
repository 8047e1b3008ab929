using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Journal.Tests.Contract;
using LoyaltyEngine.Journal.Tests.Simulation;

namespace LoyaltyEngine.Journal.Tests.Embedded;

/// <summary>A disk that fails: nothing more is served, nothing is tried again, and a restart decides.</summary>
public sealed class FailureTests
{
    private static readonly StreamId Anna = StreamId.Member("t", "uk", "anna");

    private readonly SimulatedDisk _disk = new(1);
    private readonly StreamChain _chain = new(Anna);

    [Fact]
    public async Task Flush_Fails_NothingIsServedAndNoFlushIsRepeated()
    {
        await using var journal = LogImage.Open(_disk);
        await AppendAsync(journal, "one");
        _disk.FailingFlush = _disk.FlushCount + 1;
        var append = Begin(journal, "two");
        var behind = Begin(journal, "three");
        var confirmation = journal.ConfirmAsync(Anna, 2);
        journal.Writer.RunOnce();

        await Should.ThrowAsync<JournalFailedException>(async () => await append);
        await Should.ThrowAsync<JournalFailedException>(async () => await behind);
        await Should.ThrowAsync<JournalFailedException>(async () => await confirmation);
        await ExpectFailedAsync(journal);
        journal.Writer.RunOnce().ShouldBeFalse();
        journal.Housekeeper.RunOnce().ShouldBeFalse();
        _disk.FlushCount.ShouldBe(_disk.FailingFlush.Value, "a failed flush is not repeated");

        // Linux counts the pages as written after a failed flush, and they are gone with the power.
        _disk.LosePower();
        _disk.Restart();
        await using var again = LogImage.Open(_disk);
        (await again.LoadAsync(Anna)).Revision.ShouldBe(1);
    }

    [Fact]
    public async Task Write_IsShort_NothingIsServedAndTheRestartCutsIt()
    {
        await using (var journal = LogImage.Open(_disk))
        {
            await AppendAsync(journal, "one");
            _disk.NextWriteIsShort = true;
            var append = Begin(journal, new string('z', 2000));
            journal.Writer.RunOnce();
            await Should.ThrowAsync<JournalFailedException>(async () => await append);
            await ExpectFailedAsync(journal);
        }

        await using var again = LogImage.Open(_disk);
        again.Recovery.BytesCut.ShouldBeGreaterThan(0);
        (await again.LoadAsync(Anna)).Revision.ShouldBe(1);
    }

    [Fact]
    public async Task Disk_Full_WritesWhatFitsAndThenFails()
    {
        var notices = new List<string>();
        long written = 0;
        _disk.Capacity = 20 * 1024; // A segment of 16 KiB and no second one.
        await using (var journal = EmbeddedJournal.Open(LogImage.Options(_disk) with { OnNotice = notices.Add }))
        {
            journal.Spare.Prepare();
            notices.ShouldHaveSingleItem().ShouldContain("free some space");
            while (true)
            {
                var append = Begin(journal, new string('z', 600));
                journal.Writer.RunOnce();
                if (!append.IsCompletedSuccessfully)
                {
                    await Should.ThrowAsync<JournalFailedException>(async () => await append);
                    break;
                }

                written++;
            }

            written.ShouldBeGreaterThan(10);
            await ExpectFailedAsync(journal);
        }

        _disk.Capacity = long.MaxValue;
        await using var again = LogImage.Open(_disk);
        (await again.LoadAsync(Anna)).Revision.ShouldBe(written);
        var next = new StreamChain(StreamId.Member("t", "uk", "ben"));
        var goesOn = again.RentAppend();
        next.AddTo(goesOn, new string('b', 900));
        var task = again.AppendAsync(goesOn);
        again.Writer.RunOnce();
        (await task).ShouldBe(AppendOutcome.Durable);
    }

    [Fact]
    public async Task Queue_Full_RefusesAndWritesNothingOfIt()
    {
        await using var journal = EmbeddedJournal.Open(
            LogImage.Options(_disk) with { BatchBytesMax = 4096, QueueBytesMax = 8192, QueueCountMax = 1000 });
        var taken = new List<ValueTask<AppendOutcome>>();
        while (true)
        {
            var one = new StreamChain(StreamId.Member("t", "uk", $"m{taken.Count}"));
            var append = journal.RentAppend();
            one.AddTo(append, new string('q', 500));
            var task = journal.AppendAsync(append);
            if (task.IsFaulted)
            {
                await Should.ThrowAsync<JournalOverloadedException>(async () => await task);
                break;
            }

            taken.Add(task);
        }

        taken.Count.ShouldBeInRange(10, 16);
        while (journal.Writer.RunOnce())
        {
        }

        foreach (var task in taken)
            (await task).ShouldBe(AppendOutcome.Durable);
        (await journal.LoadAsync(StreamId.Member("t", "uk", $"m{taken.Count}"))).Revision.ShouldBe(0);
        await AppendAsync(journal, "goes on");
    }

    [Fact]
    public async Task Open_Twice_SecondIsRefusedWithFolderAndProcess()
    {
        using var folder = new TemporaryFolder();
        var options = new EmbeddedJournalOptions { Directory = folder.Path, SegmentBytes = 16 * 1024 };
        await using (EmbeddedJournal.Open(options))
        {
            var refusal = Should.Throw<JournalInUseException>(() => EmbeddedJournal.Open(options));
            refusal.Message.ShouldContain(folder.Path);
            refusal.Message.ShouldContain($"process {Environment.ProcessId}");
            Should.Throw<JournalInUseException>(() => JournalVerifier.Open(folder.Path));
        }

        await using var again = EmbeddedJournal.Open(options);
    }

    private static async Task ExpectFailedAsync(EmbeddedJournal journal)
    {
        journal.Failed.IsCompletedSuccessfully.ShouldBeTrue();
        await Should.ThrowAsync<JournalFailedException>(async () => await journal.AppendAsync(journal.RentAppend()));
        await Should.ThrowAsync<JournalFailedException>(async () => await journal.ConfirmAsync(Anna, 1));
        await Should.ThrowAsync<JournalFailedException>(async () => await journal.LoadAsync(Anna));
        await Should.ThrowAsync<JournalFailedException>(async () => await journal.ReadAsync(Anna, 1));
        await Should.ThrowAsync<JournalFailedException>(async () => await journal.ReadBackwardAsync(Anna, null, 1));
        await Should.ThrowAsync<JournalFailedException>(async () => await journal.FindRequestAsync(Anna, 1));
        await Should.ThrowAsync<JournalFailedException>(async () => await journal.ReadFeedAsync(FeedPosition.Start, 1));
    }

    private ValueTask<AppendOutcome> Begin(EmbeddedJournal journal, string body)
    {
        var append = journal.RentAppend();
        _chain.AddTo(append, body);
        return journal.AppendAsync(append);
    }

    private async Task AppendAsync(EmbeddedJournal journal, string body)
    {
        var task = Begin(journal, body);
        journal.Writer.RunOnce();
        (await task).ShouldBe(AppendOutcome.Durable);
    }
}
