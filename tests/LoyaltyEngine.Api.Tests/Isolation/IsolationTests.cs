using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace LoyaltyEngine.Api.Tests.Isolation;

/// <summary>
/// Nothing of one program or tenant is visible or reachable from another. For every method of every service, whoever
/// speaks for B and names what is A's gets, byte for byte, what an engine answers that has no A at all; and A is
/// afterwards as it was before.
/// </summary>
public sealed partial class IsolationTests
{
    private static readonly Space Owner = new("default", "alpha", "owner", 1_234);

    /// <summary>Who must not see what is the owner's, and the program that the calls speak of.</summary>
    public static TheoryData<string, string, string> Strangers { get; } = new()
    {
        { "another program of the tenant", "default", "beta" },
        { "the same program id in another tenant", "acme", "alpha" },
        { "another program in another tenant", "acme", "beta" },
    };

    [Fact]
    public void Methods_OfTheApi_AreFound()
    {
        AnyCall.Methods.Count.ShouldBeGreaterThanOrEqualTo(29);
        AnyCall.Methods.ShouldContain(method => method.FullName == "loyalty.v1.ProgramService.PublishProgram");
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task EveryMethod_WithAnothersIds_AnswersAsIfThereWereNoOther(
        string who, string tenant, string programId)
    {
        var stranger = new Space(tenant, programId, "stranger", 77);
        await using var both = await RunningEngine.StartAsync();
        await using var alone = await RunningEngine.StartAsync();
        await Owner.FillAsync(both);
        await stranger.FillAsync(both);
        await stranger.FillAsync(alone);
        var before = await ReadAllAsync(both);

        var count = 0;
        foreach (var method in AnyCall.Methods)
        {
            // What names no program speaks of the whole tenant.
            var speaksOfTenant = method.InputType.FindFieldByName("program_id") is null;
            if (speaksOfTenant && tenant == Owner.Tenant)
                continue;
            foreach (var request in RequestsOf(method, stranger, Owner))
            {
                var seen = await AnyCall.SendAsync(both, tenant, method, request);
                var expected = await AnyCall.SendAsync(alone, tenant, method, request);
                seen.Code.ShouldBe(expected.Code, $"{who}: {method.FullName} {request}");
                // Hashes rest on nonces and secrets that each engine draws for itself.
                WithoutHashes(seen.Text).ShouldBe(WithoutHashes(expected.Text), $"{who}: {method.FullName} {request}");
                count++;
            }
        }

        count.ShouldBeGreaterThan(AnyCall.Methods.Count);
        (await ReadAllAsync(both)).ShouldBe(before);
    }

    [Fact]
    public async Task EveryMethod_AskedForAProgramOfAnotherTenant_KnowsNone()
    {
        await using var engine = await RunningEngine.StartAsync();
        await Owner.FillAsync(engine);
        var before = await ReadAllAsync(engine);
        var elsewhere = Owner with { Tenant = "acme" };

        foreach (var method in AnyCall.Methods)
        {
            // Publishing makes the tenant's own program, and checking a program needs none.
            if (method.InputType.FindFieldByName("program_id") is null
                || method.Name is "PublishProgram" or "ValidateProgram")
                continue;
            foreach (var request in RequestsOf(method, elsewhere, Owner))
            {
                var seen = await AnyCall.SendAsync(engine, elsewhere.Tenant, method, request);
                seen.Code.ShouldBe(StatusCode.NotFound, $"{method.FullName} {request}: {seen.Text}");
                seen.Text.ShouldContain($"There is no program {elsewhere.ProgramId}.");
            }
        }

        (await ReadAllAsync(engine)).ShouldBe(before);
    }

    // Otherwise the requests above would show nothing.
    [Fact]
    public async Task EveryMethod_CalledByTheOwner_IsWellFormedAndServed()
    {
        foreach (var method in AnyCall.Methods)
        {
            await using var engine = await RunningEngine.StartAsync();
            await Owner.FillAsync(engine);
            if (method.Name == "WriteOffDebt")
                await Owner.OweAsync(engine);
            if (method.Name == "ActivatePoints")
                await Owner.EarnPendingAsync(engine);
            var codes = new List<StatusCode>();
            foreach (var request in RequestsOf(method, Owner, Owner))
            {
                var seen = await AnyCall.SendAsync(engine, Owner.Tenant, method, request);
                seen.Code.ShouldBeOneOf(
                    [StatusCode.OK, StatusCode.AlreadyExists, StatusCode.FailedPrecondition],
                    $"{method.FullName} {request}: {seen.Text}");
                codes.Add(seen.Code);
            }

            // An enrolment of one who is a member already is refused, and a version may be published once at a time.
            if (method.Name is not ("EnrolMember" or "PublishProgram"))
                codes.ShouldContain(StatusCode.OK, method.FullName);
        }
    }

    [Fact]
    public async Task TenantId_IllFormed_IsRefusedByEveryMethod()
    {
        await using var engine = await RunningEngine.StartAsync();
        foreach (var method in AnyCall.Methods)
        {
            foreach (var tenant in new[] { "No Tenant", "a/b", new string('a', 33), "" })
            {
                var request = AnyRequest.Of(method, Owner, Owner, "r").First();
                var seen = await AnyCall.SendAsync(engine, tenant, method, request);
                seen.Code.ShouldBe(StatusCode.InvalidArgument, $"{method.FullName} for \"{tenant}\"");
                seen.Text.ShouldContain("tenant-id");
            }
        }
    }

    private static IEnumerable<IMessage> RequestsOf(MethodDescriptor method, Space program, Space known) =>
        new[] { known.EarnId, "fresh" }.SelectMany(id => AnyRequest.Of(method, program, known, id))
            .DistinctBy(request => request.ToString());

    // All that the owner can read.
    private static async Task<string> ReadAllAsync(RunningEngine engine)
    {
        var read = new List<string>();
        foreach (var method in AnyCall.Methods.Where(method => IsRead(method.Name)))
        {
            foreach (var request in RequestsOf(method, Owner, Owner))
            {
                var (code, text) = await AnyCall.SendAsync(engine, Owner.Tenant, method, request);
                if (method.InputType.FindFieldByName("program_id") is not null)
                    read.Add($"{method.FullName} {request}: {code} {text}");
            }
        }

        read.Count.ShouldBeGreaterThan(5);
        return string.Join('\n', read);
    }

    private static string WithoutHashes(string text) => Hash().Replace(text, "a hash");

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();

    private static bool IsRead(string name) =>
        new[] { "Get", "List", "Find", "Export", "Explain", "Verify", "Quote" }
            .Any(verb => name.StartsWith(verb, StringComparison.Ordinal));
}
