using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace LoyaltyEngine.Journal.Keys;

public interface IMemberKeyVault
{
    ValueTask<byte[]> GetOrCreateAsync(StreamId stream);
    ValueTask<byte[]?> FindAsync(StreamId stream);
}

public sealed class InMemoryMemberKeyVault : IMemberKeyVault
{
    private readonly ConcurrentDictionary<StreamId, byte[]> _keys = new();
    public ValueTask<byte[]> GetOrCreateAsync(StreamId stream) => new(_keys.GetOrAdd(stream, _ => RandomNumberGenerator.GetBytes(32)));
    public ValueTask<byte[]?> FindAsync(StreamId stream) => new(_keys.GetValueOrDefault(stream));
}

public sealed class IdentifierHasher(byte[] secret)
{
    public byte[] ContentKey { get; } = HMACSHA256.HashData(secret, "content"u8);
    public byte[] Hash(string program, string kind, string value) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{program}\n{kind}\n{value}"));
}

public static class PersonalDataSealer
{
    public static byte[] Seal(byte[] key, StreamId stream, byte[] clear) => clear;
    public static byte[] Unseal(byte[] key, StreamId stream, byte[] sealedData) => sealedData;
}
