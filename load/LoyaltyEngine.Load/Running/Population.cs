using LoyaltyEngine.Load.Calls;
using LoyaltyEngine.Load.Http2;
using LoyaltyEngine.Load.Measure;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Load.Running;

/// <summary>The members of a run: enrols them and asks for what they have.</summary>
internal sealed class Population(
    Target server, RunOptions options, SampleRequests requests, Sequences sequences, ProgressDisplay display)
{
    // ALREADY_EXISTS: an earlier run against the same server enrolled this member.
    private static readonly string EnrolledBefore = GrpcStatusName.Of(6);

    /// <summary>Enrols all members, or finds them enrolled.</summary>
    public void Enrol()
    {
        var templates = server.Templates(Paths.Enrol, [requests.Enrolment()]);
        ForEach("enrolling members", (first, count, sequence) =>
            new EachMemberOnce(templates, first, count, sequence));
    }

    /// <summary>Asks for every member's points; the sums arrive on the generators' threads.</summary>
    public void ReadBalances(string what, Action<int, long> found)
    {
        var templates = server.Templates(Paths.Balance, [requests.Balance()]);
        ForEach(what, (first, count, _) => new BalanceAudit(templates, first, count, found));
    }

    /// <summary>What the engine answers to an earn: the echo's answers are made like it.</summary>
    public byte[] SampleAnswer() =>
        CallOnce("the first earn", server.Templates(Paths.Earn, requests.Purchases())[0]);

    /// <summary>What the engine says of itself.</summary>
    public ServerPromise Promise() => ServerPromise.Read(
        CallOnce(
            "asking the server for its particulars",
            server.Templates(Paths.Info, [new GetServerInfoRequest()])[0]),
        options.ProgramId);

    private byte[] CallOnce(string what, RequestTemplate template)
    {
        var call = new SingleCall(template, member: 0, sequences.NewSlice(1)[0]);
        var record = new Slice(CallKind.Earn, server, [call]).RunToEnd(new LoadShape(1, 1, 1), _ => { });
        return call.Answer ?? throw Refused($"{what} failed", record);
    }

    private void ForEach(string what, Func<int, int, long, Workload> calls)
    {
        var threads = options.Shape.Threads;
        var workloads = sequences.NewSlice(threads).Select((sequence, i) =>
        {
            var first = (int)((long)options.Members * i / threads);
            var next = (int)((long)options.Members * (i + 1) / threads);
            return calls(first, next - first, sequence);
        });
        display.Show(what, options.Members, progress =>
        {
            var record = new Slice(CallKind.Earn, server, [.. workloads]).RunToEnd(options.Shape, progress);
            var missing = options.Members - record.AnsweredInAll
                          - (record.Failures.TryGetValue(EnrolledBefore, out var before) ? before.Count : 0);
            if (missing > 0 || record.Failures.Keys.Any(code => code != EnrolledBefore))
                throw Refused($"{what} failed", record);
        });
    }

    private static RunRefusedException Refused(string what, CallRecord record) => new(
        $"{what}: " + string.Join(
            "; ", record.Failures.Select(f => $"{f.Value.Count} x {f.Key} {f.Value.FirstMessage}")));
}
