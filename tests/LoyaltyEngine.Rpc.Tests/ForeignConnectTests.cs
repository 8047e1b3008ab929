using System.ComponentModel;
using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using LoyaltyEngine.Rpc.Tests.Probe;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>Connect and gRPC-Web under a client that is not ours: the official one for Node.js.</summary>
public sealed class ForeignConnectTests
{
    [Fact]
    public async Task OfficialClient_ByBothProtocolsAndVersions_SeesWhatOursSees()
    {
        var folder = Directory.CreateTempSubdirectory("connect").FullName;
        try
        {
            Assert.SkipUnless(
                await InstallAsync(folder), "node or npm, or the packages of the official client, are not to be had");
            var descriptors = Path.Combine(folder, "descriptors.bin");
            await File.WriteAllBytesAsync(descriptors, Describe(ProbeService.Descriptor.File).ToByteArray());
            var script = Path.Combine(folder, "client.mjs");
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Protos", "foreign_connect.mjs"), script);

            foreach (var (version, argument) in new[] { (WebCaller.Http1, "1.1"), (WebCaller.Http2, "2") })
            {
                await using var caller = await WebCaller.StartAsync(version);
                var (exitCode, output) = await RunAsync(
                    "node", script, caller.Server.Address.ToString(), argument, descriptors);

                exitCode.ShouldBe(0, output);
                output.Trim().Split('\n').ShouldBe(
                [
                    .. Lines("connect json"), .. Lines("connect proto"), .. Lines("grpc-web proto"),
                    "grpc-web proto stream n0,n1,n2",
                ]);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string[] Lines(string name) =>
    [
        $"{name} unary hé 5000 true there",
        $"{name} failure NotFound no \"é\" 100 % asked for",
        $"{name} rich FailedPrecondition 1 google.rpc.ErrorInfo 44",
        $"{name} late DeadlineExceeded",
    ];

    /// <summary>The descriptors as protoc gives them: generated C# leaves the JSON names out.</summary>
    private static FileDescriptorSet Describe(FileDescriptor file)
    {
        var described = FileDescriptorProto.Parser.ParseFrom(file.SerializedData);
        foreach (var message in described.MessageType)
        {
            foreach (var field in message.Field)
            {
                field.JsonName = file.FindTypeByName<MessageDescriptor>(message.Name).FindFieldByName(field.Name)
                    .JsonName;
            }
        }

        return new FileDescriptorSet { File = { described } };
    }

    private static async Task<bool> InstallAsync(string folder)
    {
        try
        {
            var (exitCode, _) = await RunAsync(
                "npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder,
                "@connectrpc/connect-node@2.1.2", "@connectrpc/connect@2.1.2", "@bufbuild/protobuf@2.17.0");
            return exitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
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
