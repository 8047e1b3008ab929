namespace LoyaltyEngine.Rpc.Connect;

/// <summary>Hands a text out character by character, and knows how far its reader has come.</summary>
internal sealed class CountingReader(string text) : TextReader
{
    /// <summary>Gets how many characters have been read.</summary>
    public int Position { get; private set; }

    public override int Peek() => Position < text.Length ? text[Position] : -1;

    public override int Read() => Position < text.Length ? text[Position++] : -1;

    public override int Read(char[] buffer, int index, int count)
    {
        if (count == 0 || Position == text.Length)
            return 0;
        buffer[index] = text[Position++];
        return 1;
    }
}
