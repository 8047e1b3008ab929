using Grpc.Core;
using Grpc.Health.V1;

namespace LoyaltyEngine.Server.Tests;

public sealed class DiskFullTests
{
    private const int LinesPerEarn = 900;

    // A segment and a little more: the journal fills up after about a thousand large receipts.
    private const string SmallDisk = "72m";
    private const int EarnCountMax = 3_000;

    [Fact]
    public async Task EarnPoints_DiskFull_StopsServingAndARestartDecidesFromTheDisk()
    {
        using var folder = new TemporaryFolder();
        Assert.SkipUnless(await MountAsync(folder.Path, SmallDisk), "a small file system cannot be mounted here");
        try
        {
            var acknowledged = 0L;
            await using (var server = await ServerProcess.StartAsync(folder.Path))
            {
                await server.Members.EnrolMemberAsync(Requests.Enrol("m1"));
                RpcException? failure = null;
                for (var i = 1; failure is null && i <= EarnCountMax; i++)
                {
                    try
                    {
                        await server.Till.EarnPointsAsync(Requests.Earn("m1", $"r{i}", 100, LinesPerEarn));
                        acknowledged = i;
                    }
                    catch (RpcException e)
                    {
                        failure = e;
                    }
                }

                failure.ShouldNotBeNull().StatusCode.ShouldBe(StatusCode.Unavailable);
                // Nothing more is served, reads neither.
                (await Should.ThrowAsync<RpcException>(server.Till.GetBalanceAsync(Requests.Balance("m1"))
                    .ResponseAsync))
                    .StatusCode.ShouldBe(StatusCode.Unavailable);
                (await server.Health.CheckAsync(new HealthCheckRequest())).Status
                    .ShouldBe(HealthCheckResponse.Types.ServingStatus.NotServing);
            }

            (await ProcessRun.RunAsync("mount", "-o", "remount,size=512m", folder.Path)).ExitCode.ShouldBe(0);
            await using (var server = await ServerProcess.StartAsync(folder.Path))
            {
                var balance = await server.Till.GetBalanceAsync(Requests.Balance("m1"));
                balance.Revision.ShouldBeInRange(acknowledged + 1, acknowledged + 2);
                var last = await server.Till.EarnPointsAsync(
                    Requests.Earn("m1", $"r{acknowledged}", 100, LinesPerEarn));
                last.Replayed.ShouldBeTrue();
                (await server.Till.EarnPointsAsync(Requests.Earn("m1", "after", 100))).Replayed.ShouldBeFalse();
            }
        }
        finally
        {
            (await ProcessRun.RunAsync("umount", folder.Path)).ExitCode.ShouldBe(0);
        }
    }

    private static async Task<bool> MountAsync(string folder, string size) =>
        (await ProcessRun.RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "loyalty-test", folder)).ExitCode == 0;
}
