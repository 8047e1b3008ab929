namespace LoyaltyEngine.Load.Http2;

/// <summary>Gives a connection its requests and takes their answers. Used by one generator thread.</summary>
internal interface ICallSource
{
    /// <summary>Whether answers are kept whole for <see cref="Completed"/>.</summary>
    bool KeepsAnswers { get; }

    /// <summary>The most bytes that <see cref="Write"/> writes.</summary>
    int MaxRequestSize { get; }

    /// <summary>The most bytes of DATA that one request has.</summary>
    int MaxDataSize { get; }

    /// <summary>
    /// Writes the next request, a HEADERS and a DATA frame for the call's stream, and gives the number of bytes.
    /// </summary>
    int Write(Span<byte> destination, ref Call call);

    /// <summary>Takes a call that ended, well or not.</summary>
    void Completed(ref readonly Call call, long endTime);

    /// <summary>Hears that a connection was lost while no call was in flight on it.</summary>
    void Lost(string reason);
}
