using System.Text;

namespace LoyaltyEngine.Journal.Tests.Contract;

/// <summary>One writer's view of a stream: its revision and hash as it goes on.</summary>
public sealed class StreamChain(StreamId stream)
{
    public StreamId Stream => stream;

    public long Revision { get; private set; }

    public ChainHash Hash { get; private set; } = ChainHash.Genesis(stream);

    /// <summary>Adds the next record to an append.</summary>
    public void AddTo(Append append, string body, string? request = null)
    {
        Skip(body);
        var key = request is null ? RequestKey.None : RequestKey.Of(request);
        append.Add(stream, Revision, Hash, key, Encoding.ASCII.GetBytes(body));
    }

    /// <summary>Goes on as if the next record were written.</summary>
    public void Skip(string body) => Hash = Hash.Next(++Revision, Encoding.ASCII.GetBytes(body));
}
