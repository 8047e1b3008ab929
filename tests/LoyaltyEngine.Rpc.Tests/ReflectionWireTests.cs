using System.Diagnostics;
using Grpc.Core;
using LoyaltyEngine.Rpc.Tests.Probe;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>Reflection of a real server: by bytes, by our client, and by gRPC's C core.</summary>
public sealed class ReflectionWireTests : IAsyncLifetime
{
    private const string Python = "/usr/bin/python3";

    private ProbeServer _server = null!;

    public async ValueTask InitializeAsync()
        => _server = await ProbeServer.StartAsync(
            services: services => services.AddGrpcReflection(),
            app: app =>
            {
                app.MapGrpcReflectionService();
                app.MapGrpcService<ProbeHandler>();
            });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [OwnStackTheory("The official server lists in no order, without the request.")]
    [InlineData("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo")]
    [InlineData("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")]
    public async Task ListServices_ByBytes_NamesEachMappedService(string path)
    {
        using var client = new RawClient(_server.Address);

        // Field 7 with an empty text.
        var response = await client.PostAsync(path, new PiecewiseContent([[0, 0, 0, 0, 2, 0x3A, 0]]));

        response.Status.ShouldBe(StatusCode.OK);
        // The question again as field 2, and the names as field 6.
        byte[] names =
        [
            .. Name("grpc.reflection.v1.ServerReflection"),
            .. Name("grpc.reflection.v1alpha.ServerReflection"),
            .. Name("loyalty.rpc.probe.v1.ProbeService"),
        ];
        response.Body.ShouldBe(
            [0, 0, 0, 0, (byte)(names.Length + 6), 0x12, 2, 0x3A, 0, 0x32, (byte)names.Length, .. names]);
    }

    [Fact]
    public async Task Questions_OneAfterTheOther_AreEachAnsweredBeforeTheNext()
    {
        var client = new Grpc.Reflection.V1.ServerReflection.ServerReflectionClient(_server.Channel);
        using var call = client.ServerReflectionInfo();

        foreach (var (symbol, isKnown) in new[] { ("no.Such", false), (ProbeService.Descriptor.FullName, true) })
        {
            await call.RequestStream.WriteAsync(new() { FileContainingSymbol = symbol });
            (await call.ResponseStream.MoveNext()).ShouldBeTrue();
            (call.ResponseStream.Current.FileDescriptorResponse is not null).ShouldBe(isKnown);
        }

        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
    }

    [Fact]
    public async Task ForeignClient_FromNothingButReflection_CallsAMethod()
    {
        Assert.SkipUnless(
            File.Exists(Python) && (await RunAsync("-c", "import grpc")).ExitCode == 0,
            "Needs gRPC for Python: apt-get install python3-grpcio");

        var script = Path.Combine(AppContext.BaseDirectory, "Protos", "foreign_reflection.py");
        var (exitCode, output) = await RunAsync(script, _server.Address.Authority);

        exitCode.ShouldBe(0, output);
        output.Trim().Split('\n').ShouldBe(
        [
            "v1 method Probe takes ProbeRequest", "v1 answered mirrored",
            "v1alpha method Probe takes ProbeRequest", "v1alpha answered mirrored",
        ]);
    }

    private static byte[] Name(string name)
        => [0x0A, (byte)(name.Length + 2), 0x0A, (byte)name.Length, .. System.Text.Encoding.ASCII.GetBytes(name)];

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + await errors);
    }
}
