using System.Net;
using Google.Protobuf.WellKnownTypes;
using LoyaltyEngine.Load.Calls;
using LoyaltyEngine.Load.Measure;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Load.Running;

/// <summary>
/// A server with members of whom something becomes due at midnight, and others who earn meanwhile. Points are pending
/// for three days and good for thirty: of the first half of the members pending points become available, of the other
/// half points expire that became available at once, since the purchase was a month ago when it was told.
/// </summary>
internal sealed class MidnightRig : IDisposable
{
    private const string ProgramId = "load";
    private const string CurrencyCode = "GBP";
    private const int Rules = 20;
    private const int Lines = 5;
    private const int PendingDays = 3;
    private const int ExpiryDays = 30;

    // The enrolment, the purchase, and the one entry of midnight.
    private const int EntriesOfMember = 3;

    private static readonly LoadShape Filling = new(8, 512, 1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly MidnightOptions _options;
    private readonly LocalMidnight _midnight;
    private readonly ProgressDisplay _display;
    private readonly SampleRequests _requests = new(ProgramId, CurrencyCode, Lines);
    private readonly Sequences _sequences = new();
    private readonly Books _books;
    private readonly string _dataFolder;
    private readonly bool _ownsDataFolder;
    private readonly int _pendingMembers;
    private ChildProcess? _process;
    private DueMeter? _due;
    private Target? _server;

    /// <exception cref="RunRefusedException">Nothing is durable on the file system.</exception>
    public MidnightRig(MidnightOptions options, LocalMidnight midnight, ProgressDisplay display)
    {
        (_options, _midnight, _display) = (options, midnight, display);
        _pendingMembers = options.Members / 2;
        _books = new Books(options.LoadedMembers + options.Members);
        _ownsDataFolder = options.DataFolder is null;
        _dataFolder = options.DataFolder ?? Path.GetFullPath($"data/midnight-{Environment.ProcessId}");
        Directory.CreateDirectory(_dataFolder);
        FileSystemType = FileSystem.TypeOf(_dataFolder);
        if (FileSystem.IsVolatile(FileSystemType) && !options.AllowsVolatile)
        {
            throw new RunRefusedException(
                $"{_dataFolder} is on {FileSystemType}, where nothing is durable: give --data a folder on a disk");
        }

        using var flushes = new FlushProbe(_dataFolder);
        IdleFlush = flushes.MeasureIdle();
    }

    /// <summary>What the data folder lies on.</summary>
    public string FileSystemType { get; }

    /// <summary>Bare flushes before anything else ran.</summary>
    public LatencyHistogram IdleFlush { get; }

    /// <summary>The server, once it is there.</summary>
    public Target Server => _server ?? throw new InvalidOperationException("the server was not started");

    /// <summary>The points that become available at midnight, and those that expire.</summary>
    public (long Activated, long Expired) PointsDue
    {
        get
        {
            var points = Enumerable.Range(_options.LoadedMembers, _options.Members)
                .ToLookup(IsPending, _books.PointsOf);
            return (points[true].Sum(), points[false].Sum());
        }
    }

    // The members who earn meanwhile come first, since load is drawn from the first so many.
    private int FirstPending => _options.LoadedMembers;

    private int FirstExpiring => _options.LoadedMembers + _pendingMembers;

    /// <summary>Starts the server, makes all members, and restarts it unless they are to stay in memory.</summary>
    public void Fill()
    {
        Start();
        Run("enrolling members", 0, _books.Members, sequence => new EachMemberOnce(
            Server.Templates(Paths.Enrol, [_requests.Enrolment()]), 0, _books.Members, sequence));
        Earn("points that become available", FirstPending, _pendingMembers, _midnight.NoonDaysBefore(PendingDays));
        Earn("points that expire", FirstExpiring, _options.Members - _pendingMembers,
            _midnight.NoonDaysBefore(ExpiryDays + 1));
        while (_due!.Read() is { Lag.Ticks: > 0 })
            Thread.Sleep(Poll);
        if (!_options.IsWarm)
        {
            Stop();
            Start();
        }

        Audit("loading those who earn", 0, _options.LoadedMembers, (_, _) => null);
    }

    /// <summary>The earns of the members who are not at rest.</summary>
    public PhasedCalls Load(long before, long midnight, Timeline timeline) => new(
        Server.Templates(Paths.Earn, _requests.Purchases()),
        _options.LoadedMembers,
        _sequences.NewSlice(1)[0],
        before,
        midnight,
        timeline);

    /// <summary>How far the due run is.</summary>
    public DueReading ReadDue() => _due!.Read();

    /// <summary>CPU time used so far.</summary>
    public Usage Usage() => Running.Usage.Read(_process!.Meter);

    /// <summary>Names what is not as it must be after midnight.</summary>
    /// <param name="earns">How many earns were answered meanwhile.</param>
    public IReadOnlyList<string> Check(long earns)
    {
        var faults = new List<string>();
        long revisions = 0;
        Audit("checking those who earned", 0, _options.LoadedMembers, (_, answer) =>
        {
            Interlocked.Add(ref revisions, answer.Revision);
            return null;
        });
        if (revisions != _options.LoadedMembers + earns)
        {
            faults.Add($"those who earned have {revisions:N0} entries, "
                + $"not {_options.LoadedMembers:N0} enrolments and {earns:N0} earns");
        }

        var failures = Audit("checking those who rested", FirstPending, _options.Members, Fault).Failures;
        faults.AddRange(failures.Select(one => $"{one.Value.Count:N0} members: {one.Key} {one.Value.FirstMessage}"));
        CheckTotals(earns, faults);
        return faults;
    }

    public void Dispose()
    {
        Stop();
        if (_ownsDataFolder)
            Directory.Delete(_dataFolder, recursive: true);
    }

    private string? Fault(int member, GetBalanceResponse answer)
    {
        if (answer.Revision != EntriesOfMember)
            return $"{answer.Revision} entries, not {EntriesOfMember}";
        var points = IsPending(member) ? _books.PointsOf(member) : 0;
        return answer.Balance.AvailablePoints == points && answer.Balance.PendingPoints == 0
            ? null
            : "points that are not those of the books";
    }

    private void CheckTotals(long earns, List<string> faults)
    {
        _display.Say("reading the program's totals");
        var call = new SingleCall(Server.Templates(Paths.Info, [new GetServerInfoRequest()])[0], 0, 0);
        var record = new Slice(CallKind.Balance, Server, [call]).RunToEnd(new LoadShape(1, 1, 1), _ => { });
        if (call.Answer is not { } answer)
        {
            faults.Add($"the totals were not told: {record.Failures.Keys.FirstOrDefault()}");
            return;
        }

        var totals = GetServerInfoResponse.Parser.ParseFrom(answer).Programs.Single().Totals;
        var entries = _options.LoadedMembers + earns + _options.Members * (long)EntriesOfMember;
        if (totals.ExpiredPoints != PointsDue.Expired)
            faults.Add($"{totals.ExpiredPoints:N0} points expired, not {PointsDue.Expired:N0}");
        if (totals.EntryCount != entries)
            faults.Add($"{totals.EntryCount:N0} entries were made, not {entries:N0}");
    }

    private bool IsPending(int member) => member < FirstExpiring;

    private void Earn(string what, int first, int count, DateTimeOffset occurTime)
    {
        var purchases = _requests.Purchases().Select(purchase =>
        {
            purchase.OccurTime = Timestamp.FromDateTimeOffset(occurTime);
            return purchase;
        });
        var templates = Server.Templates(Paths.Earn, purchases);
        Run(what, first, count, sequence => new FirstEarns(templates, first, count, sequence, _books));
    }

    private CallRecord Audit(string what, int first, int count, Func<int, GetBalanceResponse, string?> fault)
    {
        var templates = Server.Templates(Paths.Balance, [_requests.Balance()]);
        var calls = new MemberAudit(templates, first, count, fault);
        CallRecord? record = null;
        _display.Show(what, count, progress =>
            record = new Slice(CallKind.Balance, Server, [calls]).RunToEnd(Filling, progress));
        return record!;
    }

    private void Run(string what, int first, int count, Func<long, Workload> calls)
    {
        if (count == 0)
            return;
        _display.Show(what, count, progress =>
        {
            var workload = calls(_sequences.NewSlice(1)[0]);
            var record = new Slice(CallKind.Earn, Server, [workload]).RunToEnd(Filling, progress);
            if (record.AnsweredInAll == count)
                return;
            var failures = record.Failures.Select(one => $"{one.Value.Count} x {one.Key} {one.Value.FirstMessage}");
            throw new RunRefusedException($"{what} from member {first} on: {string.Join("; ", failures)}");
        });
    }

    private void Start()
    {
        var program = Path.Combine(_dataFolder, "program.yaml");
        File.WriteAllText(program, SampleProgram.Write(
            ProgramId, CurrencyCode, Rules, _midnight.TimeZone,
            $"expiry: {{ days: {ExpiryDays} }}\npending: {{ days: {PendingDays} }}"));
        IPEndPoint http = ChildProcess.FreePort();
        string[] held = _options.MembersHeldMax is { } members ? ["--members-held-max", $"{members}"] : [];
        _process = ChildProcess.Start(
            _options.ServerAssembly ?? ServerProgram.Find(),
            url =>
            [
                "--grpc-url", url.ToString(), "--http-url", $"http://{http}",
                "--data", Path.Combine(_dataFolder, "server"), "--program", program, .. held,
            ]);
        _server = Target.Of(_process);
        _due = new DueMeter(http);
    }

    private void Stop()
    {
        _due?.Dispose();
        _process?.Dispose();
        _process = null;
    }
}
