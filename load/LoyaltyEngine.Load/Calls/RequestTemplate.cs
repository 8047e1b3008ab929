using System.Buffers.Binary;
using System.Buffers.Text;
using LoyaltyEngine.Load.Http2;

namespace LoyaltyEngine.Load.Calls;

/// <summary>
/// A request encoded once, as the frames that carry it, with places of fixed width for what differs from call to call.
/// Sending one is a copy and a few patches. Safe to share between threads: it is never changed.
/// </summary>
internal sealed class RequestTemplate
{
    /// <summary>The name of a member in a message to be made a template; its digits are replaced.</summary>
    public const string MemberPlace = "m99999999";

    /// <summary>The end of a request id in a message to be made a template; replaced by hexadecimal digits.</summary>
    public const string SequencePlace = "????????????";

    /// <summary>The seconds of a timestamp in a message to be made a template: five bytes, as today's are.</summary>
    public const long SecondsPlace = 33_333_333_333;

    private const int MemberDigits = 8;
    private const int SecondsSize = 5;

    private readonly byte[] _frames;
    private readonly int _dataFrame;
    private readonly int _member;
    private readonly int _sequence;
    private readonly int _seconds;

    /// <param name="headerBlock">The encoded header block of the method.</param>
    /// <param name="message">The encoded message, with or without each of the places above.</param>
    public RequestTemplate(ReadOnlySpan<byte> headerBlock, ReadOnlySpan<byte> message)
    {
        DataSize = Call.PrefixSize + message.Length;
        _dataFrame = FrameHeader.Size + headerBlock.Length;
        _frames = new byte[_dataFrame + FrameHeader.Size + DataSize];

        new FrameHeader(headerBlock.Length, FrameType.Headers, FrameHeader.EndHeaders, 0).Write(_frames);
        headerBlock.CopyTo(_frames.AsSpan(FrameHeader.Size));
        new FrameHeader(DataSize, FrameType.Data, FrameHeader.EndStream, 0).Write(_frames.AsSpan(_dataFrame));
        var prefix = _dataFrame + FrameHeader.Size;
        BinaryPrimitives.WriteInt32BigEndian(_frames.AsSpan(prefix + 1), message.Length);
        var start = prefix + Call.PrefixSize;
        message.CopyTo(_frames.AsSpan(start));

        Span<byte> seconds = stackalloc byte[SecondsSize];
        WriteSeconds(seconds, SecondsPlace);
        _member = PlaceOf(message, "99999999"u8, start);
        _sequence = PlaceOf(message, "????????????"u8, start);
        _seconds = PlaceOf(message, seconds, start);
    }

    /// <summary>The size of both frames.</summary>
    public int Size => _frames.Length;

    /// <summary>The size of the DATA frame's payload.</summary>
    public int DataSize { get; }

    /// <summary>Writes the request for the call's stream, member and sequence.</summary>
    public int Write(Span<byte> destination, in Call call, long unixSeconds)
    {
        _frames.CopyTo(destination);
        BinaryPrimitives.WriteInt32BigEndian(destination[5..], call.StreamId);
        BinaryPrimitives.WriteInt32BigEndian(destination[(_dataFrame + 5)..], call.StreamId);
        if (_member > 0)
            WriteMember(destination.Slice(_member, MemberDigits), call.Member);
        if (_sequence > 0)
            WriteSequence(destination.Slice(_sequence, SequencePlace.Length), call.Sequence);
        if (_seconds > 0)
            WriteSeconds(destination.Slice(_seconds, SecondsSize), unixSeconds);
        return _frames.Length;
    }

    /// <summary>The name that a template writes for a member.</summary>
    public static string MemberName(int member) => $"m{member:D8}";

    private static int PlaceOf(ReadOnlySpan<byte> message, ReadOnlySpan<byte> place, int start)
    {
        var index = message.IndexOf(place);
        if (index < 0)
            return 0;
        if (message[(index + 1)..].IndexOf(place) >= 0)
            throw new ArgumentException("a place occurs twice in the message", nameof(message));
        return start + index;
    }

    private static void WriteMember(Span<byte> digits, int member) =>
        Utf8Formatter.TryFormat(member, digits, out _, new('D', MemberDigits));

    private static void WriteSequence(Span<byte> digits, long sequence)
    {
        for (var i = digits.Length - 1; i >= 0; i--, sequence >>= 4)
            digits[i] = "0123456789abcdef"u8[(int)(sequence & 0xF)];
    }

    private static void WriteSeconds(Span<byte> varint, long seconds)
    {
        for (var i = 0; i < SecondsSize; i++, seconds >>= 7)
            varint[i] = (byte)((seconds & 0x7F) | (i < SecondsSize - 1 ? 0x80L : 0));
    }
}
