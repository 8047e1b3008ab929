namespace LoyaltyEngine.Runtime.Programs;

/// <summary>A piece of a program file and where it begins.</summary>
internal abstract record FileNode
{
    private FileNode(FilePlace place) => Place = place;

    public FilePlace Place { get; }

    /// <summary>What a fault says it found.</summary>
    public abstract string Found { get; }

    /// <summary>Whether a key stands there with nothing after it.</summary>
    public bool IsNothing => this is Scalar { Text: "" };

    internal sealed record Scalar(string Text, FilePlace At) : FileNode(At)
    {
        private const int ShownLengthMax = 60;

        public override string Found => Text.Length switch
        {
            0 => "found nothing",
            <= ShownLengthMax => $"found \"{WithoutControls(Text)}\"",
            _ => FormattableString.Invariant(
                $"found \"{WithoutControls(Text[..ShownLengthMax])}...\" ({Text.Length} characters)"),
        };

        private static string WithoutControls(string text) =>
            string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
    }

    internal sealed record List(IReadOnlyList<FileNode> Items, FilePlace At) : FileNode(At)
    {
        public override string Found => "found a list";
    }

    internal sealed record Map(IReadOnlyList<KeyValuePair<Scalar, FileNode>> Entries, FilePlace At) : FileNode(At)
    {
        public override string Found => "found keys with values";
    }
}
