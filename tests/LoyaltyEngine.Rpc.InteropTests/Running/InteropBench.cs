using System.Collections.Concurrent;
using LoyaltyEngine.Rpc.InteropTests.Cases;

namespace LoyaltyEngine.Rpc.InteropTests;

/// <summary>The servers under test, and the outcomes of each pairing, which runs once, when first asked for.</summary>
public sealed class InteropBench : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ConcurrentDictionary<(Peer, bool), Lazy<Task<InteropServerProcess>>> _servers = new();
    private readonly ConcurrentDictionary<Pairing, Lazy<Task<Dictionary<string, string?>>>> _outcomes = new();

    /// <summary>Gives for each case that the pairing runs null if it passed, else what went wrong.</summary>
    public Task<Dictionary<string, string?>> RunAsync(Pairing pairing)
        => _outcomes.GetOrAdd(pairing, key => new(() => MeetAsync(key))).Value;

    /// <summary>Gets what our servers have logged as an error so far, each with its text.</summary>
    public async Task<IReadOnlyList<string>> ReadOurErrorsAsync()
    {
        var errors = new List<string>();
        foreach (var isTls in (bool[])[false, true])
        {
            var lines = (await StartAsync(Peer.Ours, isTls)).Log.Split('\n');
            errors.AddRange(lines.Index().Where(line => IsError(line.Item)).Select(line => string.Join(
                '\n', lines.Skip(line.Index + 1).TakeWhile(next => next.StartsWith(' ')).Prepend(line.Item))));
        }

        return errors;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
        {
            if (server.Value.IsCompletedSuccessfully)
                await server.Value.Result.DisposeAsync();
        }

        _folder.Dispose();
    }

    private static bool IsError(string line) =>
        line.StartsWith("fail:", StringComparison.Ordinal)
        || line.StartsWith("crit:", StringComparison.Ordinal)
        || line.StartsWith("Unhandled", StringComparison.Ordinal);

    private async Task<Dictionary<string, string?>> MeetAsync(Pairing pairing)
    {
        var server = (await StartAsync(pairing.Server, pairing.IsTls)).Endpoint;
        var client = CreateClient(pairing);
        var cases = InteropCases.All.Where(name => InteropCases.ReasonNotRun(pairing, name) is null).ToList();
        var outcomes = await client.RunAsync(server, [.. cases.Where(name => !IsCounted(pairing, name))]);
        foreach (var name in cases.Where(name => IsCounted(pairing, name)))
            outcomes[name] = await CountAsync(client, server, name);
        return outcomes;
    }

    /// <summary>Runs a case of which the bytes on the wire tell whether it did what it should.</summary>
    private static async Task<string?> CountAsync(IInteropClient client, Endpoint server, string name)
    {
        await using var relay = new CountingRelay(server.Port);
        var outcomes = await client.RunAsync(server with { Port = relay.Port }, [name]);
        if (outcomes[name] is { } failure)
            return failure;
        var (bytes, range) = ByteRange.OfResponses(name) is { } responses
            ? (relay.BytesToClient, responses)
            : (relay.BytesToServer, ByteRange.OfRequests(name)!.Value);
        return range.Contains(bytes)
            ? null
            : $"{bytes} bytes went over the wire, which is not between {range.Least} and {range.Most}.";
    }

    private static bool IsCounted(Pairing pairing, string name) =>
        InteropCases.IsServerCompressed(name)
        || (pairing.Server != Peer.Ours && ByteRange.OfRequests(name) is not null);

    private IInteropClient CreateClient(Pairing pairing) => pairing.Client switch
    {
        Peer.Ours => new OurClient(hasProbe: pairing.Server == Peer.Ours),
        Peer.Ruby => new RubyClient(),
        Peer.Python => new ScriptClient(
            "/usr/bin/python3", Checkout.Python("client.py"), "--descriptors", _folder.Descriptors),
        Peer.NodeJs => new ScriptClient("node", Checkout.NodeJs("client.js"), "--protos", Checkout.Protos),
        _ => throw new ArgumentOutOfRangeException(nameof(pairing)),
    };

    private Task<InteropServerProcess> StartAsync(Peer peer, bool isTls)
        => _servers.GetOrAdd((peer, isTls), key => new(() =>
            InteropServerProcess.StartAsync(key.Item1, key.Item2, _folder))).Value;
}
