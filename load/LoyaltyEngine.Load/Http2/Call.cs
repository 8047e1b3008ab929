namespace LoyaltyEngine.Load.Http2;

/// <summary>One call in flight. Lives in its connection's ring; <see cref="StreamId"/> 0 marks a free place.</summary>
internal struct Call
{
    /// <summary>The gRPC prefix of a message: a flag and four bytes of length.</summary>
    public const int PrefixSize = 5;

    public int StreamId;

    /// <summary>The timestamp taken before the request was encoded.</summary>
    public long StartTime;

    /// <summary>The workload's own: which request of the run this is.</summary>
    public long Sequence;

    /// <summary>The workload's own: which member it speaks of.</summary>
    public int Member;

    public int HttpStatus;
    public int GrpcStatus;
    public string? GrpcMessage;

    /// <summary>How many bytes of DATA have come, prefix included.</summary>
    public int Received;

    /// <summary>The answer's length as its prefix announces it.</summary>
    public int MessageLength;

    /// <summary>Whether the prefix calls the message compressed, which was never offered.</summary>
    public bool Compressed;

    /// <summary>The answer's bytes, prefix included, where they are to be kept. Reused by later calls.</summary>
    public byte[]? Body;

    /// <summary>Why the call failed below gRPC, or null.</summary>
    public string? Fault;

    /// <summary>Makes a free place ready for a call; keeps the buffer.</summary>
    public void Begin(int streamId, long startTime)
    {
        StreamId = streamId;
        StartTime = startTime;
        HttpStatus = GrpcStatus = -1;
        GrpcMessage = Fault = null;
        Received = MessageLength = 0;
        Compressed = false;
    }

    /// <summary>Takes a part of the answer. Where DATA frames begin and end means nothing.</summary>
    public void Take(ReadOnlySpan<byte> data, bool keep)
    {
        for (var i = Received; i < PrefixSize && i - Received < data.Length; i++)
        {
            if (i == 0)
                Compressed = data[0] != 0;
            else
                MessageLength = (MessageLength << 8) | data[i - Received];
        }

        if (keep)
        {
            if (Body is null || Body.Length < Received + data.Length)
                Array.Resize(ref Body, Math.Max(1024, (Received + data.Length) * 2));
            data.CopyTo(Body.AsSpan(Received));
        }

        Received += data.Length;
    }

    /// <summary>The kept message without its prefix.</summary>
    public readonly ReadOnlySpan<byte> Message => Body.AsSpan(PrefixSize, MessageLength);

    /// <summary>Names what is wrong with a call that has ended; null for a whole answer with status 0.</summary>
    public readonly string? Failure()
    {
        if (Fault is not null)
            return Fault;
        if (HttpStatus != 200)
            return HttpStatus < 0 ? "no :status" : $"HTTP {HttpStatus}";
        if (GrpcStatus != 0)
            return GrpcStatusName.Of(GrpcStatus);
        if (Compressed)
            return "compressed answer";
        return Received == PrefixSize + MessageLength ? null : "wrong answer length";
    }
}
