using LoyaltyEngine.Rpc.InteropTests.Cases;
using LoyaltyEngine.Rpc.Tests;

namespace LoyaltyEngine.Rpc.InteropTests;

/// <summary>
/// The official interop cases between real processes. A tool that is missing is a failure: ./test.sh installs all.
/// </summary>
public sealed class InteropTests(InteropBench bench) : IClassFixture<InteropBench>
{
    /// <summary>Set to write the table instead of comparing it.</summary>
    private const string UpdateVariable = "INTEROP_UPDATE";

    public static TheoryData<string, string> Runs { get; } =
    [
        .. from pairing in Pairing.All
           from name in InteropCases.All
           where InteropCases.ReasonNotRun(pairing, name) is null
           select (pairing.ToString(), name),
    ];

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Case_BetweenTwoProcesses_Passes(string pairing, string name)
    {
        var outcomes = await bench.RunAsync(Pairing.All.Single(one => one.ToString() == pairing));

        outcomes[name].ShouldBeNull();
    }

    [Fact]
    public async Task Table_OfTheOutcomes_IsTheCheckedInOne()
    {
        var outcomes = new Dictionary<Pairing, Dictionary<string, string?>>();
        foreach (var pairing in Pairing.All)
            outcomes[pairing] = await bench.RunAsync(pairing);
        var table = InteropTable.Write(outcomes);

        if (Environment.GetEnvironmentVariable(UpdateVariable) is not null)
            await File.WriteAllTextAsync(Checkout.Table, table);
        var checkedIn = await File.ReadAllTextAsync(Checkout.Table);
        checkedIn.Split('\n').ShouldBe(table.Split('\n'), $"{UpdateVariable}=1 writes it anew.");
    }

    [OwnStackFact("The official server logs a stream that was reset, as in cancel_after_first_response, as an error.")]
    public async Task OurServer_AfterAllCases_HasLoggedNoError()
    {
        foreach (var pairing in Pairing.All.Where(one => one.Server == Peer.Ours))
            await bench.RunAsync(pairing);

        (await bench.ReadOurErrorsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task RubyClient_CasesNotRun_AreNotInIt()
    {
        var client = await File.ReadAllTextAsync(await RubyPackage.ClientAsync());
        var pairing = new Pairing(Peer.Ruby, Peer.Ours, IsTls: false);

        foreach (var name in InteropCases.All)
        {
            client.Contains($"def {name}\n", StringComparison.Ordinal)
                .ShouldBe(InteropCases.ReasonNotRun(pairing, name) is null, name);
        }
    }
}
