using System.Text;
using LoyaltyEngine.Rpc.InteropTests.Cases;

namespace LoyaltyEngine.Rpc.InteropTests;

/// <summary>The outcomes as a Markdown document.</summary>
internal sealed class InteropTable
{
    private readonly List<string> _notes = [];
    private readonly StringBuilder _text = new();

    public static string Write(IReadOnlyDictionary<Pairing, Dictionary<string, string?>> outcomes)
    {
        var table = new InteropTable();
        table.Line("# Interop");
        table.Line("");
        table.Line("The official interop cases with our stack at one end or both. The tests of this folder write it");
        table.Line("and fail where a case fails. ✓ passed, ✗ failed, – not run; numbers refer to the notes below.");
        table.Line("");
        table.Line("Ruby is the official interop client and server as Debian's `ruby-grpc` ships them. Python and");
        table.Line("Node.js are clients and servers of ours on official libraries: `python3-grpcio`, which like");
        table.Line("Ruby's is built on gRPC's C core, and `@grpc/grpc-js`, a stack of its own.");
        table.Line("");
        table.Line("Left out are cases that need cloud credentials, several servers or load reports. The soak cases");
        table.Line("look at outcomes, not at times.");
        table.Section("Our server", outcomes, Pairing.All.Where(one => one.Server == Peer.Ours), one => one.Client);
        table.Section("Our client", outcomes, Pairing.All.Where(one => one.Server != Peer.Ours), one => one.Server);
        table.Line("");
        table.Line("## Notes");
        table.Line("");
        for (var i = 0; i < table._notes.Count; i++)
            table.Line($"{i + 1}. {table._notes[i]}");
        return table._text.ToString();
    }

    private void Section(
        string title,
        IReadOnlyDictionary<Pairing, Dictionary<string, string?>> outcomes,
        IEnumerable<Pairing> pairings,
        Func<Pairing, Peer> other)
    {
        var columns = pairings.ToList();
        Line("");
        Line($"## {title}");
        Line("");
        Line($"| case | {string.Join(" | ", columns.Select(one => Name(other(one)) + (one.IsTls ? ", TLS" : "")))} |");
        Line($"| --- |{string.Concat(Enumerable.Repeat(" :-: |", columns.Count))}");
        foreach (var name in InteropCases.All)
            Line($"| `{name}` | {string.Join(" | ", columns.Select(one => Cell(outcomes, one, name)))} |");
    }

    private string Cell(
        IReadOnlyDictionary<Pairing, Dictionary<string, string?>> outcomes, Pairing pairing, string name)
    {
        if (InteropCases.ReasonNotRun(pairing, name) is { } reason)
            return $"– {Note(reason)}";
        var mark = outcomes[pairing][name] is null ? "✓" : "✗";
        return InteropCases.Remark(pairing, name) is { } remark ? $"{mark} {Note(remark)}" : mark;
    }

    private int Note(string text)
    {
        if (!_notes.Contains(text))
            _notes.Add(text);
        return _notes.IndexOf(text) + 1;
    }

    private void Line(string text) => _text.Append(text).Append('\n');

    private static string Name(Peer peer) => peer switch
    {
        Peer.Ours => "ours",
        Peer.NodeJs => "Node.js",
        _ => peer.ToString(),
    };
}
