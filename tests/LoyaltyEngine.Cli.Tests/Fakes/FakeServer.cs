using System.Net;
using Grpc.Core;
using LoyaltyEngine.Protos.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoyaltyEngine.Cli.Tests.Fakes;

/// <summary>A real gRPC server before a <see cref="FakeLedger"/>.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeServer(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.Single());
    }

    public Uri Address { get; }

    /// <summary>Starts a server on a free port, or on the port of one that was stopped.</summary>
    public static async Task<FakeServer> StartAsync(FakeLedger ledger, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(ledger);
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<FakeTills>();
        app.MapGrpcService<FakeMembers>();
        app.MapGrpcService<FakeInfo>();
        await app.StartAsync();
        return new FakeServer(app);
    }

    /// <summary>Stops without waiting for calls under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private sealed class FakeTills(FakeLedger ledger) : TillService.TillServiceBase
    {
        public override async Task<EarnPointsResponse> EarnPoints(EarnPointsRequest request, ServerCallContext context)
        {
            var (entry, replayed) = await ledger.ChangeAsync(
                request.MemberId, request.RequestId, request, request.Basket, sign: 1);
            return new EarnPointsResponse { Entry = entry, Replayed = replayed };
        }

        public override async Task<ReturnPurchaseResponse> ReturnPurchase(
            ReturnPurchaseRequest request, ServerCallContext context)
        {
            var (entry, replayed) = request.SaleRequestId.Length > 0
                ? await ledger.ReturnSaleAsync(request)
                : await ledger.ChangeAsync(
                    request.MemberId, request.RequestId, request, request.Basket, sign: -1);
            return new ReturnPurchaseResponse { Entry = entry, Replayed = replayed };
        }

        public override async Task<CancelRequestResponse> CancelRequest(
            CancelRequestRequest request, ServerCallContext context) =>
            new() { Outcome = await ledger.CancelAsync(request) };

        public override Task<GetBalanceResponse> GetBalance(GetBalanceRequest request, ServerCallContext context) =>
            Task.FromResult(new GetBalanceResponse { Balance = ledger.BalanceOf(request.MemberId), Revision = 7 });
    }

    private sealed class FakeMembers(FakeLedger ledger) : MemberService.MemberServiceBase
    {
        public override async Task<EnrolMemberResponse> EnrolMember(
            EnrolMemberRequest request, ServerCallContext context)
        {
            var (entry, replayed) = await ledger.EnrolAsync(request);
            return new EnrolMemberResponse { Entry = entry, Replayed = replayed };
        }

        public override Task<ListEntriesResponse> ListEntries(ListEntriesRequest request, ServerCallContext context)
        {
            var requests = ledger.EffectsOf(request.MemberId).Reverse().ToList();
            var from = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken);
            var page = requests.Skip(from).Take(Math.Min(request.PageSize, 2)).ToList();
            var answer = new ListEntriesResponse
            {
                NextPageToken = from + page.Count < requests.Count ? (from + page.Count).ToString() : "",
            };
            answer.Entries.AddRange(page.Select(id => new Entry { RequestId = id, PointsEarned = new PointsEarned() }));
            return Task.FromResult(answer);
        }
    }

    private sealed class FakeInfo : ServerService.ServerServiceBase
    {
        public override Task<GetServerInfoResponse> GetServerInfo(
            GetServerInfoRequest request, ServerCallContext context)
        {
            var answer = new GetServerInfoResponse { Version = "0.0.0-fake", Journal = "memory" };
            answer.Programs.Add(new ProgramSummary { ProgramId = "sample", DisplayName = "Sample" });
            return Task.FromResult(answer);
        }
    }
}
