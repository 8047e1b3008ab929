using LoyaltyEngine.Load.Calls;
using LoyaltyEngine.Load.Commands;
using LoyaltyEngine.Load.Echo;
using LoyaltyEngine.Load.Measure;
using LoyaltyEngine.Load.Protos.V1;

namespace LoyaltyEngine.Load.Running;

/// <summary>Everything a run needs: the engine, the echo beside it, members, requests and the flush probe.</summary>
internal sealed class Rig : IDisposable
{
    private readonly RunOptions _options;
    private readonly SampleRequests _requests;
    private readonly Sequences _sequences = new();
    private readonly Books? _books;
    private readonly FlushProbe? _flushes;
    private readonly string _dataFolder;
    private readonly bool _ownsDataFolder;
    private ChildProcess? _startedServer;
    private ChildProcess? _startedEcho;
    private Population? _population;
    private Target? _server;
    private Target? _echo;

    /// <exception cref="RunRefusedException">A durable figure was asked for on a volatile file system.</exception>
    public Rig(RunOptions options)
    {
        _options = options;
        _requests = new SampleRequests(options.ProgramId, options.CurrencyCode, options.Lines);
        _books = options.Check ? new Books(options.Members) : null;
        _ownsDataFolder = options.DataFolder is null;
        _dataFolder = options.DataFolder ?? Path.GetFullPath($"data/load-{Environment.ProcessId}");
        Directory.CreateDirectory(_dataFolder);
        FileSystemType = FileSystem.TypeOf(_dataFolder);
        if (!options.IsDurable)
            return;

        if (FileSystem.IsVolatile(FileSystemType))
        {
            throw new RunRefusedException(
                $"{_dataFolder} is on {FileSystemType}, where nothing is durable: give --data a folder on a disk");
        }

        _flushes = new FlushProbe(_dataFolder);
        IdleFlush = _flushes.MeasureIdle();
    }

    /// <summary>What the data folder lies on.</summary>
    public string FileSystemType { get; }

    /// <summary>What the engine says of itself, once it is there.</summary>
    public ServerPromise? Promise { get; private set; }

    /// <summary>Bare flushes before anything else ran, where durability is measured.</summary>
    public LatencyHistogram? IdleFlush { get; }

    /// <summary>Starts what is to be started and enrols the members.</summary>
    public void Start(ProgressDisplay display)
    {
        byte[]? sampleAnswer = null;
        if (_options.NeedsServer)
        {
            _server = _options.Server is null
                ? Target.Of(_startedServer = StartServer())
                : Target.At(_options.Server, _options.ServerProcessId);
            _population = new Population(_server, _options, _requests, _sequences, display);
            Promise = _population.Promise();
            _population.Enrol();
            sampleAnswer = _population.SampleAnswer();
            if (_books is not null)
                _population.ReadBalances("reading balances", _books.Add);
        }

        if (_options.NeedsEcho)
        {
            _echo = _options.EchoServer is null
                ? Target.Of(_startedEcho = StartEcho(sampleAnswer))
                : Target.At(_options.EchoServer, null);
        }
    }

    /// <summary>Measures one slice.</summary>
    public SliceResult Measure(CallKind kind, TimeSpan warmUp, TimeSpan window)
    {
        var target = kind is CallKind.Earn or CallKind.HotEarn or CallKind.Balance ? _server! : _echo!;
        var slice = new Slice(
            kind, target, Workloads(kind, target), kind is CallKind.Earn or CallKind.HotEarn ? _flushes : null);
        return slice.Run(_options.Shape, warmUp, window);
    }

    /// <summary>Compares every member's balance with the books and names the differences.</summary>
    public IReadOnlyList<string> CheckBooks()
    {
        if (_books is null || _population is null)
            return [];

        var faults = new List<string>();
        _population.ReadBalances("checking the books", (member, points) =>
        {
            if (points == _books.PointsOf(member))
                return;
            lock (faults)
                faults.Add($"{RequestTemplate.MemberName(member)} has {points}, not {_books.PointsOf(member)} points");
        });
        return faults;
    }

    /// <summary>How many acknowledged earns the books hold, where they are kept.</summary>
    public long? CheckedEntries => _books?.Entries;

    public void Dispose()
    {
        _startedServer?.Dispose();
        _startedEcho?.Dispose();
        _flushes?.Dispose();
        if (_ownsDataFolder)
            Directory.Delete(_dataFolder, recursive: true);
    }

    private Workload[] Workloads(CallKind kind, Target target)
    {
        var templates = kind switch
        {
            CallKind.Earn or CallKind.HotEarn => target.Templates(Paths.Earn, _requests.Purchases()),
            CallKind.Balance => target.Templates(Paths.Balance, [_requests.Balance()]),
            CallKind.Echo => target.Templates(Paths.Echo, _requests.Purchases()),
            CallKind.Empty => target.Templates(Paths.Empty, [new EmptyRequest()]),
            CallKind.Bare => target.Templates(BareEcho.Path, [new EmptyRequest()]),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        var members = kind == CallKind.HotEarn ? 1 : _options.Members;
        var isChecked = _books is not null && kind is CallKind.Earn or CallKind.HotEarn;
        return
        [
            .. _sequences.NewSlice(_options.Shape.Threads).Select(first => isChecked
                ? new CheckedEarns(templates, members, first, _requests.RequestIdPrefix, _books!)
                : new MemberCalls(templates, members, first)),
        ];
    }

    private ChildProcess StartServer()
    {
        var program = Path.Combine(_dataFolder, "program.yaml");
        File.WriteAllText(program, SampleProgram.Write(_options.ProgramId, _options.CurrencyCode, _options.Rules));
        return ChildProcess.Start(
            _options.ServerAssembly ?? ServerProgram.Find(),
            url =>
            [
                "--grpc-url", url.ToString(), "--http-url", "http://127.0.0.1:0",
                "--data", Path.Combine(_dataFolder, "journal"), "--program", program,
            ]);
    }

    private static ChildProcess StartEcho(byte[]? sampleAnswer) => ChildProcess.Start(
        typeof(Rig).Assembly.Location,
        url => ServeEchoCommand.Arguments(url, sampleAnswer));
}
