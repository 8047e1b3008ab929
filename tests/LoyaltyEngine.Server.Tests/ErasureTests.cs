using System.Text;
using Google.Protobuf.WellKnownTypes;
using LoyaltyEngine.Protos.V1;
using Microsoft.Data.Sqlite;

namespace LoyaltyEngine.Server.Tests;

/// <summary>
/// Looks at every byte that the real server leaves on the disk: nothing personal is ever in clear, and of an erased
/// member's key nothing is left. What is sealed under it can be read by nobody then.
/// </summary>
public sealed class ErasureTests
{
    private const string Erased = "m1";
    private const string Kept = "m2";

    private static readonly Timestamp OccurTime = Timestamp.FromDateTimeOffset(new(2026, 1, 2, 12, 0, 0,
        TimeSpan.Zero));

    private static readonly string[] Personal =
        ["Zbigniewa", "Brzęczyszczykiewicz", "zbigniewa@chrzaszczyzewo.example", "4420794611118", "6011000990139424"];

    [Fact]
    public async Task EraseMember_EveryByteOnDisk_TellsNothing()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await ServerProcess.StartAsync(folder.Path))
        {
            await LiveAsync(server);
            (await server.StopAsync()).ShouldBe(0);
        }

        var erasedKey = WrappedKey(folder.Path, Erased);
        var keptKey = WrappedKey(folder.Path, Kept);
        // The search finds what is there, and nothing personal was ever there in clear.
        FilesWith(folder.Path, erasedKey).ShouldNotBeEmpty();
        foreach (var text in Personal)
            ShouldBeNowhere(folder.Path, text);

        await using (var server = await ServerProcess.StartAsync(folder.Path))
        {
            (await GetAsync(server, Erased)).PersonalData.GivenName.ShouldBe(Personal[0]);
            var erased = await server.Members.EraseMemberAsync(new EraseMemberRequest
            {
                ProgramId = Requests.Program, MemberId = Erased, RequestId = "erase", OccurTime = OccurTime,
            });
            erased.Member.Status.ShouldBe(MemberStatus.Erased);
            await server.KillAsync();
        }

        await using (var server = await ServerProcess.StartAsync(folder.Path))
        {
            var member = await GetAsync(server, Erased);
            (member.PersonalData, member.Status, member.Balance.AvailablePoints)
                .ShouldBe((null, MemberStatus.Erased, 100));
            member.Identifiers.ShouldBeEmpty();
            (await GetAsync(server, Kept)).PersonalData.GivenName.ShouldBe(Personal[0]);
            (await server.StopAsync()).ShouldBe(0);
        }

        foreach (var text in Personal)
            ShouldBeNowhere(folder.Path, text);
        FilesWith(folder.Path, keptKey).ShouldNotBeEmpty();
        FilesWith(folder.Path, erasedKey).ShouldBeEmpty();
        // Not even a part of it: nonce and ciphertext are random.
        for (var offset = 0; offset + 12 <= erasedKey.Length; offset += 12)
            FilesWith(folder.Path, erasedKey.AsSpan(offset, 12).ToArray()).ShouldBeEmpty();
        var verified = await ProcessRun.RunAsync("dotnet", Repository.CliProgram, "verify", folder.Path);
        verified.ExitCode.ShouldBe(0, verified.Output + verified.Errors);
    }

    // Two members of one name; entries enough for snapshots, and changes of what is known.
    private static async Task LiveAsync(ServerProcess server)
    {
        foreach (var member in new[] { Erased, Kept })
        {
            var enrol = Requests.Enrol(member);
            enrol.PersonalData = new PersonalData
            {
                GivenName = Personal[0], FamilyName = Personal[1], Email = Personal[2], Phone = Personal[3],
            };
            enrol.Identifiers.Add(new Identifier { Kind = "card", Value = $"{Personal[4]}{member}" });
            enrol.Identifiers.Add(new Identifier { Kind = "email", Value = $"{member}{Personal[2]}" });
            await server.Members.EnrolMemberAsync(enrol);
            for (var i = 0; i < 100; i++)
                await server.Till.EarnPointsAsync(Requests.Earn(member, $"earn-{i}", 100));
            await server.Members.UpdateMemberAsync(new UpdateMemberRequest
            {
                ProgramId = Requests.Program,
                MemberId = member,
                RequestId = "update",
                OccurTime = OccurTime,
                PersonalData = new PersonalData { Phone = $"+{Personal[3]}" },
            });
        }
    }

    private static async Task<Member> GetAsync(ServerProcess server, string member) =>
        (await server.Members.GetMemberAsync(
            new GetMemberRequest { ProgramId = Requests.Program, MemberId = member })).Member;

    private static byte[] WrappedKey(string folder, string member)
    {
        var path = Directory.EnumerateFiles(folder, "members.db", SearchOption.AllDirectories).Single();
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT wrapped FROM member_key WHERE stream LIKE $stream";
        command.Parameters.AddWithValue("$stream", $"%/{member}");
        return (byte[])command.ExecuteScalar()!;
    }

    private static void ShouldBeNowhere(string folder, string text)
    {
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            FilesWith(folder, encoding.GetBytes(text)).ShouldBeEmpty(text);
            FilesWith(folder, encoding.GetBytes(text.ToUpperInvariant())).ShouldBeEmpty(text);
            FilesWith(folder, encoding.GetBytes(text.ToLowerInvariant())).ShouldBeEmpty(text);
        }
    }

    private static List<string> FilesWith(string folder, byte[] bytes) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => File.ReadAllBytes(file).AsSpan().IndexOf(bytes) >= 0),
    ];
}
