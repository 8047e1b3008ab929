namespace LoyaltyEngine.Load.Http2;

/// <summary>Stands for the calls of a connection that exchanges its SETTINGS and has none yet.</summary>
internal sealed class NoCalls : ICallSource
{
    public static readonly NoCalls Instance = new();

    public bool KeepsAnswers => false;

    public int MaxRequestSize => 0;

    public int MaxDataSize => 0;

    public int Write(Span<byte> destination, ref Call call) => throw new NotSupportedException();

    public void Completed(ref readonly Call call, long endTime) => throw new NotSupportedException();

    public void Lost(string reason) => throw new Http2Exception(reason);
}
