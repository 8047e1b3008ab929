using LoyaltyEngine.Load.Calls;
using LoyaltyEngine.Load.Echo;
using LoyaltyEngine.Load.Running;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Load.Tests;

public sealed class EchoLoadTests
{
    private const int Members = 500;
    private static readonly SampleRequests Requests = new("load", "GBP", 5);

    [Fact]
    public async Task Run_CheckedEchoes_AllAreInTheBooks()
    {
        await using var app = EchoHost.Build(new Uri("http://127.0.0.1:0"), EchoAnswers.Usual);
        await app.StartAsync();
        var target = Target.At(new Uri(app.Urls.Single()), null);
        var books = new Books(Members);
        var templates = target.Templates(Paths.Echo, Requests.Purchases());
        Workload[] workloads =
        [
            .. new Sequences().NewSlice(threads: 2).Select(
                first => new CheckedEarns(templates, Members, first, Requests.RequestIdPrefix, books)),
        ];

        var window = TimeSpan.FromMilliseconds(500);
        var slice = new Slice(CallKind.Echo, target, workloads).Run(new LoadShape(4, 64, 2), window, window);

        slice.Calls.Failures.ShouldBeEmpty();
        // How many fall into the window is for the machine to say, which may be busy.
        slice.Calls.AnsweredInAll.ShouldBeGreaterThan(0);
        slice.Calls.Answered.ShouldBeInRange(0, slice.Calls.AnsweredInAll);
        books.Entries.ShouldBe(slice.Calls.AnsweredInAll);
        Enumerable.Range(0, Members).Sum(books.PointsOf).ShouldBe(books.Entries * EchoAnswers.Usual.Entry.Points);
    }

    [Fact]
    public async Task RunToEnd_BareAndEmpty_AreAnswered()
    {
        await using var app = EchoHost.Build(new Uri("http://127.0.0.1:0"), EchoAnswers.Usual);
        await app.StartAsync();
        var target = Target.At(new Uri(app.Urls.Single()), null);
        foreach (var path in new[] { BareEcho.Path, Paths.Empty })
        {
            var calls = new EachMemberOnce(target.Templates(path, [new GetServerInfoRequest()]), 0, 1_000, 0);
            var record = new Slice(CallKind.Empty, target, [calls]).RunToEnd(new LoadShape(2, 32, 1), _ => { });
            record.Failures.ShouldBeEmpty();
            record.AnsweredInAll.ShouldBe(1_000);
        }
    }

    [Fact]
    public async Task RunToEnd_UnknownMethod_CountsFailuresByCode()
    {
        await using var app = EchoHost.Build(new Uri("http://127.0.0.1:0"), EchoAnswers.Usual);
        await app.StartAsync();
        var target = Target.At(new Uri(app.Urls.Single()), null);
        var calls = new EachMemberOnce(target.Templates(Paths.Balance, [Requests.Balance()]), 0, 100, 0);

        var record = new Slice(CallKind.Balance, target, [calls]).RunToEnd(new LoadShape(2, 32, 1), _ => { });

        record.Failed.ShouldBe(100);
        record.Answered.ShouldBe(0);
    }
}
