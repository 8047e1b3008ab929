using Google.Protobuf;

namespace LoyaltyEngine.Journal.Codec;

/// <summary>Personal data in the form that is sealed. Encoding the same data twice gives the same bytes.</summary>
public static class PersonalDataCodec
{
    /// <summary>Encodes; empty where nothing is given.</summary>
    public static byte[] Write(Stored.PersonalData data) => data.ToByteArray();

    /// <summary>Decodes.</summary>
    /// <exception cref="JournalCorruptException">The bytes are no personal data.</exception>
    public static Stored.PersonalData Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Stored.PersonalData.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new JournalCorruptException("sealed personal data cannot be read", e);
        }
    }
}
