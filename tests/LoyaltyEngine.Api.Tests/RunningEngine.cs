using Grpc.Core;
using Grpc.Net.Client;
using LoyaltyEngine.Protos.V1;
using LoyaltyEngine.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LoyaltyEngine.Api.Tests;

/// <summary>A whole engine on free ports of this machine, its clock in the test's hand.</summary>
internal sealed class RunningEngine : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ErrorLog _errors;
    private readonly GrpcChannel _channel;

    private RunningEngine(Engine engine, WebApplication application, FakeTimeProvider clock, ErrorLog errors)
    {
        Engine = engine;
        _application = application;
        Clock = clock;
        _errors = errors;
        var addresses = application.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses;
        GrpcUrl = addresses.First();
        HttpUrl = addresses.Last();
        _channel = GrpcChannel.ForAddress(GrpcUrl);
        Calls = _channel.CreateCallInvoker();
        Till = new TillService.TillServiceClient(_channel);
        Members = new MemberService.MemberServiceClient(_channel);
        Programs = new ProgramService.ProgramServiceClient(_channel);
        Support = new SupportService.SupportServiceClient(_channel);
        Server = new ServerService.ServerServiceClient(_channel);
        Health = new Grpc.Health.V1.Health.HealthClient(_channel);
    }

    public Engine Engine { get; }

    public FakeTimeProvider Clock { get; }

    public string GrpcUrl { get; }

    public string HttpUrl { get; }

    public CallInvoker Calls { get; }

    public TillService.TillServiceClient Till { get; }

    public MemberService.MemberServiceClient Members { get; }

    public ProgramService.ProgramServiceClient Programs { get; }

    public SupportService.SupportServiceClient Support { get; }

    public ServerService.ServerServiceClient Server { get; }

    public Grpc.Health.V1.Health.HealthClient Health { get; }

    /// <summary>Starts an engine; in memory unless a data folder is given.</summary>
    public static async Task<RunningEngine> StartAsync(
        string? programText = null, string? dataFolder = null, int clockJumpSeconds = 3_600)
    {
        var clock = new FakeTimeProvider(Requests.Now.ToDateTimeOffset());
        var settings = new ServerOptions
        {
            GrpcUrl = "http://127.0.0.1:0",
            HttpUrl = "http://127.0.0.1:0",
            Journal = dataFolder is null ? "memory" : "embedded",
            Data = dataFolder ?? "",
            ClockJumpSeconds = clockJumpSeconds,
        };
        if (programText is not null)
        {
            settings.Program = Path.GetTempFileName();
            await File.WriteAllTextAsync(settings.Program, programText);
        }

        var engine = await Engine.OpenAsync(settings, clock, _ => { });
        if (programText is not null)
            File.Delete(settings.Program);
        var errors = new ErrorLog();
        var application = EngineApplication.Build(
            engine, settings, clock, builder => builder.Logging.AddProvider(errors));
        await application.StartAsync();
        return new RunningEngine(engine, application, clock, errors);
    }

    /// <summary>Stops the engine; fails the test where anything was logged as an error that nobody expected.</summary>
    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _application.DisposeAsync();
        await Engine.DisposeAsync();
        _errors.Lines.ShouldBeEmpty();
    }
}
