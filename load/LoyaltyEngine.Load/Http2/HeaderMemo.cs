namespace LoyaltyEngine.Load.Http2;

/// <summary>
/// Remembers the header blocks read last. Without a dynamic table the same bytes mean the same, and a server sends the
/// same two blocks (apart from a date that changes once a second) with every good answer: comparing them is the same
/// check as decoding them, at a fraction of the cost.
/// </summary>
internal sealed class HeaderMemo
{
    private readonly byte[][] _blocks = [[], []];
    private readonly AnswerHeaders[] _meanings = [AnswerHeaders.Nothing, AnswerHeaders.Nothing];
    private int _oldest;

    public AnswerHeaders Read(ReadOnlySpan<byte> block)
    {
        for (var i = 0; i < _blocks.Length; i++)
        {
            if (block.SequenceEqual(_blocks[i]))
                return _meanings[i];
        }

        var meaning = HpackReader.Read(block);

        // Trailers of failed calls carry their own message: not worth the place of a block that comes again.
        if (meaning.GrpcStatus > 0)
            return meaning;

        _blocks[_oldest] = block.ToArray();
        _meanings[_oldest] = meaning;
        _oldest = (_oldest + 1) % _blocks.Length;
        return meaning;
    }
}
