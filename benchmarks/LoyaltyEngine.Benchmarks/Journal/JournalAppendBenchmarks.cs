using BenchmarkDotNet.Attributes;
using LoyaltyEngine.Benchmarks.Members;
using LoyaltyEngine.Benchmarks.Rules;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Journal.Embedded;
using Microsoft.Win32.SafeHandles;

namespace LoyaltyEngine.Benchmarks.Journal;

/// <summary>
/// A durable append of one earn's entry to the embedded journal, with so many in flight, against what the disk asks for
/// the same bytes: the same number of records written at once into a preallocated file and flushed.
/// </summary>
/// <remarks>
/// The appending loop is closed: it waits for all of a group before it begins the next. So it is a floor for the
/// journal, which under a server's load writes one group while it gathers the next. The folder is
/// <c>JOURNAL_BENCH_DIR</c> or the current one; a volatile file system is refused.
/// </remarks>
[MemoryDiagnoser]
public class JournalAppendBenchmarks
{
    private const int Streams = 10_000;
    private const int PreallocatedBytes = 64 * 1024 * 1024;

    private string _folder = "";
    private byte[] _body = [];
    private EmbeddedJournal _journal = null!;
    private StreamId[] _streams = [];
    private long[] _revisions = [];
    private ChainHash[] _hashes = [];
    private ValueTask<AppendOutcome>[] _underWay = [];
    private SafeFileHandle _file = null!;
    private byte[] _group = [];
    private long _offset;
    private int _next;
    private ulong _request;

    /// <summary>How many appends are in flight.</summary>
    [Params(1, 64, 512, 4096)]
    public int InFlight { get; set; }

    [GlobalSetup]
    public void Open()
    {
        var parent = Environment.GetEnvironmentVariable("JOURNAL_BENCH_DIR") ?? Environment.CurrentDirectory;
        var fileSystem = new DriveInfo(Path.GetFullPath(parent)).DriveFormat;
        Console.WriteLine($"// journal on {fileSystem}");
        if (fileSystem is "tmpfs" or "ramfs")
            throw new InvalidOperationException($"{parent} is on {fileSystem}: set JOURNAL_BENCH_DIR to a disk");

        _folder = Path.Combine(parent, $"journal-bench-{Environment.ProcessId}");
        Directory.CreateDirectory(_folder);
        _journal = EmbeddedJournal.Open(new EmbeddedJournalOptions { Directory = Path.Combine(_folder, "log") });
        _streams = [.. Enumerable.Range(0, Streams).Select(i => StreamId.Member("default", "bench", $"m{i:D8}"))];
        _revisions = new long[Streams];
        _hashes = [.. _streams.Select(ChainHash.Genesis)];
        _underWay = new ValueTask<AppendOutcome>[InFlight];
        _body = EntryCodec.Write(new SampleEarns(SampleProgram.TwentyRules(), 1).Entries()[0]).ToArray();

        _file = File.OpenHandle(Path.Combine(_folder, "bare"), FileMode.Create, FileAccess.ReadWrite);
        RandomAccess.Write(_file, new byte[PreallocatedBytes], 0);
        RandomAccess.FlushToDisk(_file);
        _group = new byte[_body.Length * InFlight];
        Random.Shared.NextBytes(_group);
    }

    [GlobalCleanup]
    public async Task Close()
    {
        if (_journal.Statistics.Appends > 0)
            Console.WriteLine($"// {_journal.Statistics}");
        await _journal.DisposeAsync();
        _file.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A group of records written at once and flushed, without a journal. The time is of the group.</summary>
    [Benchmark(Baseline = true)]
    public void BareWriteAndFlush()
    {
        if (_offset + _group.Length > PreallocatedBytes)
            _offset = 0;
        RandomAccess.Write(_file, _group, _offset);
        DataFlush.Flush(_file);
        _offset += _group.Length;
    }

    /// <summary>A group of appends to the journal, each waited for. The time is of the group.</summary>
    [Benchmark]
    public async Task Append()
    {
        for (var i = 0; i < _underWay.Length; i++)
            _underWay[i] = AppendOne();
        foreach (var append in _underWay)
        {
            if (await append != AppendOutcome.Durable)
                throw new InvalidOperationException("an append is not durable");
        }
    }

    private ValueTask<AppendOutcome> AppendOne()
    {
        var stream = _next;
        _next = _next + 1 == Streams ? 0 : _next + 1;
        var revision = ++_revisions[stream];
        _hashes[stream] = _hashes[stream].Next(revision, _body);
        var append = _journal.RentAppend();
        append.RecordTime = 1_800_000_000_000_000_000;
        append.Add(_streams[stream], revision, _hashes[stream], ++_request, _body);
        return _journal.AppendAsync(append);
    }
}
