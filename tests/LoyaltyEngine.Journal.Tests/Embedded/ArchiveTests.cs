using LoyaltyEngine.Core;
using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Journal.Tests.Contract;

namespace LoyaltyEngine.Journal.Tests.Embedded;

/// <summary>Segments that were moved to an archive are read there as if they had not been.</summary>
public sealed class ArchiveTests : IDisposable
{
    private const int RecordCount = 300;

    private static readonly StreamId s_stream = StreamId.Member("t", "p", "a");

    private readonly TemporaryFolder _folder = new();
    private readonly StreamChain _chain = new(s_stream);

    private string Log => Path.Combine(_folder.Path, "log");

    private string Archive => Path.Combine(_folder.Path, "archive");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Move_WhileTheLogIsOpen_LeavesEveryRecordReadable()
    {
        await using (var journal = Open())
        {
            await AppendAsync(journal, RecordCount);
            var segments = SegmentsIn(Log);

            JournalArchive.Move(Log, Archive, keep: 2).ShouldBe(segments - 2);

            SegmentsIn(Log).ShouldBe(2);
            SegmentsIn(Archive).ShouldBe(segments - 2);
            await ExpectAllAsync(journal, RecordCount);
            await AppendAsync(journal, RecordCount);
            JournalArchive.Move(Log, Archive, keep: 3).ShouldBeGreaterThan(0);
            await ExpectAllAsync(journal, 2 * RecordCount);
        }

        await using (var journal = Open())
            await ExpectAllAsync(journal, 2 * RecordCount);
        using (var verifier = JournalVerifier.Open(Log))
            verifier.Records().Count().ShouldBe(2 * RecordCount);
        JournalArchive.Move(Log, Archive, keep: 3).ShouldBe(0);
    }

    [Fact]
    public async Task Move_ThenIndexesAreLost_OpensFromTheArchive()
    {
        await using (var journal = Open())
            await AppendAsync(journal, RecordCount);
        JournalArchive.Move(Log, Archive, keep: 2);
        foreach (var path in Directory.EnumerateFiles(Log))
        {
            if (Path.GetExtension(path) is not (".log" or ".path"))
                File.Delete(path);
        }

        await using var again = Open();
        await ExpectAllAsync(again, RecordCount);
    }

    [Fact]
    public async Task Backup_OfALogWithAnArchive_IsWhole()
    {
        await using (var journal = Open())
            await AppendAsync(journal, RecordCount);
        var backup = Path.Combine(_folder.Path, "backup");
        JournalBackup.Take(Log, backup);
        JournalArchive.Move(Log, Archive, keep: 2);

        var report = JournalBackup.Take(Log, backup);

        report.SegmentsKept.ShouldBe(report.Segments - 1);
        var restored = Path.Combine(_folder.Path, "restored");
        JournalBackup.Restore(backup, restored, LedgerTime.Never);
        using var verifier = JournalVerifier.Open(restored);
        verifier.Records().Count().ShouldBe(RecordCount);
    }

    [Fact]
    public async Task Move_ToAnotherArchiveOrThatOfAnotherLog_IsRefused()
    {
        await using (var journal = Open())
            await AppendAsync(journal, RecordCount);
        Should.Throw<BackupRefusedException>(() => JournalArchive.Move(Log, Log, keep: 2));
        Should.Throw<BackupRefusedException>(() => JournalArchive.Move(Archive, Log, keep: 2));
        JournalArchive.Move(Log, Archive, keep: 2);

        Should.Throw<BackupRefusedException>(() =>
            JournalArchive.Move(Log, Path.Combine(_folder.Path, "second"), keep: 2)).Message.ShouldContain("already");
        var other = Path.Combine(_folder.Path, "other");
        await using (var journal = EmbeddedJournal.Open(Options(other)))
            await journal.ConfirmAsync(s_stream, 0);
        Should.Throw<BackupRefusedException>(() => JournalArchive.Move(other, Archive, keep: 2)).Message
            .ShouldContain("another log");
        Should.Throw<ArgumentOutOfRangeException>(() => JournalArchive.Move(Log, Archive, keep: 1));
    }

    private static EmbeddedJournalOptions Options(string folder) => new()
    {
        Directory = folder,
        SegmentBytes = 16 * 1024,
        BatchBytesMax = 4 * 1024,
    };

    private static int SegmentsIn(string folder) => Directory.EnumerateFiles(folder, "0*.log").Count();

    private EmbeddedJournal Open() => EmbeddedJournal.Open(Options(Log));

    private async Task AppendAsync(EmbeddedJournal journal, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var append = journal.RentAppend();
            append.RecordTime = _chain.Revision + 1;
            _chain.AddTo(append, $"body {_chain.Revision + 1}", $"r{_chain.Revision + 1}");
            (await journal.AppendAsync(append)).ShouldBe(AppendOutcome.Durable);
        }
    }

    private static async Task ExpectAllAsync(EmbeddedJournal journal, int count)
    {
        var seen = 0;
        ReadCursor? from = null;
        do
        {
            var page = await journal.ReadBackwardAsync(s_stream, from, 50);
            foreach (var record in page.Records)
                System.Text.Encoding.ASCII.GetString(record.Body.Span).ShouldBe($"body {count - seen++}");
            from = page.Next;
        }
        while (from is not null);
        seen.ShouldBe(count);
        for (var revision = 1; revision <= count; revision += 37)
        {
            (await journal.FindRequestAsync(s_stream, RequestKey.Of($"r{revision}"))).Revisions
                .ShouldContain(revision);
        }
    }
}
