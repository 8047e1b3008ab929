using System.Collections.Concurrent;
using LoyaltyEngine.Core;
using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Journal.Tests.Contract;

namespace LoyaltyEngine.Journal.Tests.Embedded;

/// <summary>Copies of a log that is written meanwhile, and logs made of the copies.</summary>
public sealed class BackupTests : IDisposable
{
    private const int WriterCount = 6;

    private readonly TemporaryFolder _folder = new();
    private long _time;

    private string Log => Path.Combine(_folder.Path, "log");

    private string Backup => Path.Combine(_folder.Path, "backup");

    private string Restored => Path.Combine(_folder.Path, "restored");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Take_WhileOthersAppend_HasAllThatWasDurableBeforeItBegan()
    {
        await using var journal = Open(Log);
        var durable = new ConcurrentDictionary<string, long>();
        using var end = new CancellationTokenSource();
        var writers = Enumerable.Range(0, WriterCount)
            .Select(writer => Task.Run(() => WriteAsync(journal, $"w{writer}", durable, end.Token)))
            .ToList();

        var kept = 0;
        for (var round = 0; round < 25; round++)
        {
            await Task.Delay(10);
            var before = durable.ToDictionary();
            var report = JournalBackup.Take(Log, Backup);

            var copied = Revisions(Backup);
            foreach (var (stream, revision) in before)
                copied.GetValueOrDefault(stream).ShouldBeGreaterThanOrEqualTo(revision, $"round {round}");
            report.SegmentsKept.ShouldBeGreaterThanOrEqualTo(kept);
            kept = report.SegmentsKept;
        }

        await end.CancelAsync();
        await Task.WhenAll(writers);
        kept.ShouldBeGreaterThan(3);
        JournalBackup.Take(Log, Backup);
        await journal.DisposeAsync();
        Bodies(Backup).ShouldBe(Bodies(Log));
    }

    [Fact]
    public async Task Take_SecondTime_CopiesWhatIsNew()
    {
        await using (var journal = Open(Log))
            await AppendAsync(journal, new StreamChain(StreamOf("a")), 300);
        var first = JournalBackup.Take(Log, Backup);
        first.Segments.ShouldBeGreaterThan(5);
        first.SegmentsKept.ShouldBe(0);
        first.IsCut.ShouldBeFalse();

        var second = JournalBackup.Take(Log, Backup);
        second.Segments.ShouldBe(first.Segments);
        second.SegmentsKept.ShouldBe(first.Segments - 1);
        second.LastSequence.ShouldBe(first.LastSequence);
        second.BytesCopied.ShouldBeLessThan(first.BytesCopied / 4);

        await using (var journal = Open(Log))
            await AppendAsync(journal, new StreamChain(StreamOf("b")), 100);
        var third = JournalBackup.Take(Log, Backup);
        third.SegmentsKept.ShouldBe(second.SegmentsKept);
        third.Segments.ShouldBeGreaterThan(second.Segments);
        Bodies(Backup).ShouldBe(Bodies(Log));
    }

    [Fact]
    public async Task Restore_Whole_IsALogThatGoesOn()
    {
        var chain = new StreamChain(StreamOf("a"));
        await using (var journal = Open(Log))
            await AppendAsync(journal, chain, 200);
        JournalBackup.Take(Log, Backup);

        var report = JournalBackup.Restore(Backup, Restored, LedgerTime.Never);

        report.IsCut.ShouldBeFalse();
        Bodies(Restored).ShouldBe(Bodies(Log));
        await using (var journal = Open(Restored))
        {
            (await journal.LoadAsync(StreamOf("a"))).Revision.ShouldBe(200);
            (await journal.FindRequestAsync(StreamOf("a"), RequestKey.Of("r17"))).Revisions.ShouldBe([17]);
            await AppendAsync(journal, chain, 50);
        }
        Bodies(Restored).Count.ShouldBe(250);
    }

    [Fact]
    public async Task Restore_UntilATime_EndsBeforeTheFirstBatchOfLater()
    {
        await using (var journal = Open(Log))
            await AppendAsync(journal, new StreamChain(StreamOf("a")), 200);
        JournalBackup.Take(Log, Backup);
        var whole = Bodies(Log);

        // Each append was its own batch, decided at the time of its number.
        foreach (var until in new[] { 0, 1, 2, 77, 131, 199, 200, 500 })
        {
            var report = JournalBackup.Restore(Backup, $"{Restored}-{until}", new LedgerTime(until));

            report.IsCut.ShouldBe(until < 200, $"{until}");
            Bodies($"{Restored}-{until}").ShouldBe(whole.Take(until), $"{until}");
            await using var journal = Open($"{Restored}-{until}");
            (await journal.LoadAsync(StreamOf("a"))).Revision.ShouldBe(Math.Min(until, 200));
        }
    }

    [Fact]
    public async Task Take_OverABackupOfAnotherHistory_IsRefusedAndChangesNothing()
    {
        var chain = new StreamChain(StreamOf("a"));
        await using (var journal = Open(Log))
            await AppendAsync(journal, chain, 200);
        JournalBackup.Take(Log, Backup);
        var before = Bodies(Backup);
        foreach (var until in new[] { 5, 100, 199 })
        {
            var folder = $"{Restored}-{until}";
            JournalBackup.Restore(Backup, folder, new LedgerTime(until));
            Should.Throw<BackupRefusedException>(() => JournalBackup.Take(folder, Backup));
            await using (var journal = Open(folder))
            {
                _time = until;
                await AppendAsync(journal, new StreamChain(StreamOf("other")), 300);
            }
            Should.Throw<BackupRefusedException>(() => JournalBackup.Take(folder, Backup)).Message
                .ShouldContain("take the backup into another folder");
            Bodies(Backup).ShouldBe(before);
        }

        var foreign = Path.Combine(_folder.Path, "foreign");
        await using (var journal = Open(foreign))
            await AppendAsync(journal, new StreamChain(StreamOf("a")), 400);
        Should.Throw<BackupRefusedException>(() => JournalBackup.Take(foreign, Backup));
        Bodies(Backup).ShouldBe(before);
    }

    [Fact]
    public async Task Restore_OverALogOrFromNothing_IsRefused()
    {
        await using (var journal = Open(Log))
            await AppendAsync(journal, new StreamChain(StreamOf("a")), 3);

        Should.Throw<BackupRefusedException>(() => JournalBackup.Restore(Backup, Restored, LedgerTime.Never));
        Should.Throw<BackupRefusedException>(() => JournalBackup.Take(Backup, Restored));
        JournalBackup.Take(Log, Backup);
        Should.Throw<BackupRefusedException>(() => JournalBackup.Restore(Backup, Log, LedgerTime.Never))
            .Message.ShouldContain("There is a log");
        Bodies(Log).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Restore_DamagedBackup_IsRefusedAndLeavesNoLog()
    {
        await using (var journal = Open(Log))
            await AppendAsync(journal, new StreamChain(StreamOf("a")), 200);
        JournalBackup.Take(Log, Backup);
        var segment = Path.Combine(Backup, "00000003.log");
        var bytes = await File.ReadAllBytesAsync(segment);
        bytes[1_700] ^= 1;
        await File.WriteAllBytesAsync(segment, bytes);

        Should.Throw<JournalCorruptException>(() => JournalBackup.Restore(Backup, Restored, LedgerTime.Never))
            .Message.ShouldContain("00000003.log");
        Directory.EnumerateFiles(Restored, "*.log").ShouldBeEmpty();
    }

    private static EmbeddedJournal Open(string folder) => EmbeddedJournal.Open(new EmbeddedJournalOptions
    {
        Directory = folder,
        SegmentBytes = 16 * 1024,
        BatchBytesMax = 4 * 1024,
    });

    private static StreamId StreamOf(string member) => StreamId.Member("t", "p", member);

    // One batch an append, each a nanosecond after the one before.
    private async Task AppendAsync(EmbeddedJournal journal, StreamChain chain, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var append = journal.RentAppend();
            append.RecordTime = ++_time;
            chain.AddTo(append, new string('x', i % 100), $"r{chain.Revision + 1}");
            (await journal.AppendAsync(append)).ShouldBe(AppendOutcome.Durable);
        }
    }

    private async Task WriteAsync(
        EmbeddedJournal journal, string name, ConcurrentDictionary<string, long> durable, CancellationToken end)
    {
        var chain = new StreamChain(StreamOf(name));
        while (!end.IsCancellationRequested)
        {
            var append = journal.RentAppend();
            append.RecordTime = Interlocked.Increment(ref _time);
            chain.AddTo(append, $"{name} {chain.Revision}");
            (await journal.AppendAsync(append)).ShouldBe(AppendOutcome.Durable);
            durable[chain.Stream.Text] = chain.Revision;
        }
    }

    private static List<string> Bodies(string folder)
    {
        using var verifier = JournalVerifier.Open(folder);
        return [.. verifier.Records().Select(record =>
            $"{record.Record.Stream} {record.Record.Revision} {Convert.ToHexString(record.Record.Body.Span)}")];
    }

    private static Dictionary<string, long> Revisions(string folder)
    {
        using var verifier = JournalVerifier.Open(folder);
        return verifier.Records()
            .GroupBy(record => record.Record.Stream.Text)
            .ToDictionary(stream => stream.Key, stream => stream.Max(record => record.Record.Revision));
    }
}
