using Google.Protobuf.WellKnownTypes;
using LoyaltyEngine.Load.Calls;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Load.Running;

/// <summary>
/// Measures <c>GetBalance</c> of members with one lot, with many, and with many and their schedule, in turn, on a
/// server of its own.
/// </summary>
internal sealed class ScheduleRun : IDisposable
{
    private const string ProgramId = "load";
    private const string CurrencyCode = "GBP";
    private const int Rules = 20;
    private const int Lines = 5;
    private const int ExpiryYears = 11;
    private static readonly LoadShape Filling = new(8, 512, 1);

    private readonly ScheduleOptions _options;
    private readonly ProgressDisplay _display;
    private readonly SampleRequests _requests = new(ProgramId, CurrencyCode, Lines);
    private readonly Sequences _sequences = new();
    private readonly string _dataFolder;
    private readonly bool _ownsDataFolder;
    private readonly ChildProcess _process;
    private readonly Target _server;

    private ScheduleRun(ScheduleOptions options, ProgressDisplay display)
    {
        (_options, _display) = (options, display);
        _ownsDataFolder = options.DataFolder is null;
        _dataFolder = options.DataFolder ?? Path.GetFullPath($"data/schedule-{Environment.ProcessId}");
        Directory.CreateDirectory(_dataFolder);
        var program = Path.Combine(_dataFolder, "program.yaml");
        File.WriteAllText(program, SampleProgram.Write(
            ProgramId, CurrencyCode, Rules, life: $"expiry: {{ years: {ExpiryYears} }}"));
        _process = ChildProcess.Start(
            options.ServerAssembly ?? ServerProgram.Find(),
            url =>
            [
                "--grpc-url", url.ToString(), "--http-url", "http://127.0.0.1:0",
                "--data", Path.Combine(_dataFolder, "server"), "--program", program,
            ]);
        _server = Target.Of(_process);
    }

    /// <exception cref="RunRefusedException">It cannot be run.</exception>
    public static IReadOnlyList<(string Name, SideResult Side)> Execute(
        ScheduleOptions options, ProgressDisplay display)
    {
        using var run = new ScheduleRun(options, display);
        run.Fill();
        (string Name, RequestTemplate[] Templates)[] sides =
        [
            ("one lot", run.Questions(options.Members, includeSchedule: false)),
            ($"{options.Lots:N0} lots", run.Questions(0, includeSchedule: false)),
            ($"{options.Lots:N0} lots with their schedule", run.Questions(0, includeSchedule: true)),
        ];
        var slices = sides.Select(_ => new List<SliceResult>()).ToArray();
        int[] order = [0, 1, 2, 2, 1, 0];
        foreach (var side in order)
            run.Measure(sides[side].Templates);
        for (var round = 1; round <= options.Rounds; round++)
        {
            display.Say($"round {round}");
            foreach (var side in order)
                slices[side].Add(run.Measure(sides[side].Templates));
        }

        return [.. sides.Select((side, i) => (side.Name, new SideResult(CallKind.Balance, slices[i])))];
    }

    public void Dispose()
    {
        _process.Dispose();
        if (_ownsDataFolder)
            Directory.Delete(_dataFolder, recursive: true);
    }

    // The first members have many lots, and as many after them have one.
    private void Fill()
    {
        Run("enrolling members", 2 * _options.Members, _server.Templates(Paths.Enrol, [_requests.Enrolment()]));
        var now = DateTimeOffset.UtcNow;
        _display.Show("telling purchases", _options.Lots, progress =>
        {
            for (var lot = 0; lot < _options.Lots; lot++)
            {
                var purchases = _requests.Purchases().Select(purchase =>
                {
                    purchase.OccurTime = Timestamp.FromDateTimeOffset(now.AddDays(-7 * lot));
                    return purchase;
                });
                var count = lot == 0 ? 2 * _options.Members : _options.Members;
                Run($"purchases of week {lot}", count, _server.Templates(Paths.Earn, purchases));
                progress(lot + 1);
            }
        });
    }

    private void Run(string what, int count, IReadOnlyList<RequestTemplate> templates)
    {
        var calls = new EachMemberOnce(templates, 0, count, _sequences.NewSlice(1)[0]);
        var record = new Slice(CallKind.Earn, _server, [calls]).RunToEnd(Filling, _ => { });
        if (record.AnsweredInAll != count)
            throw new RunRefusedException($"{what}: {record.Failures.First()}");
    }

    private RequestTemplate[] Questions(int firstMember, bool includeSchedule) =>
    [
        .. _server.Templates(Paths.Balance, Enumerable.Range(firstMember, _options.Members).Select(member =>
            new GetBalanceRequest
            {
                ProgramId = ProgramId,
                MemberId = RequestTemplate.MemberName(member),
                IncludeSchedule = includeSchedule,
            })),
    ];

    private SliceResult Measure(RequestTemplate[] templates)
    {
        var calls = new MemberCalls(templates, 1, _sequences.NewSlice(1)[0]);
        return new Slice(CallKind.Balance, _server, [calls]).Run(_options.Shape, _options.WarmUp, _options.Window);
    }
}
