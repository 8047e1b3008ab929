using System.Buffers;
using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>
    /// One key and its value, text or bytes. Immutable, but for the array it may share with its maker.
    /// </summary>
    public sealed class Entry
    {
        private static readonly SearchValues<char> _keyAlphabet =
            SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");

        private readonly string? _value;
        private readonly byte[]? _valueBytes;

        public Entry(string key, byte[] valueBytes)
        {
            Key = Normalize(key);
            if (!IsBinary)
                throw new ArgumentException($"Key '{Key}' of a value in bytes must end in '{BinaryHeaderSuffix}'.");
            ArgumentNullException.ThrowIfNull(valueBytes);
            _valueBytes = valueBytes;
        }

        public Entry(string key, string value)
        {
            Key = Normalize(key);
            if (IsBinary)
                throw new ArgumentException($"Key '{Key}' of a text value must not end in '{BinaryHeaderSuffix}'.");
            _value = value ?? throw new ArgumentNullException(nameof(value));
        }

        private Entry(string key, string? value, byte[]? valueBytes)
        {
            Key = key;
            _value = value;
            _valueBytes = valueBytes;
        }

        /// <summary>Gets the key, in lower case.</summary>
        public string Key { get; }

        /// <summary>Gets a value indicating whether the value is bytes.</summary>
        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        /// <summary>Gets the value as bytes; text is given in ASCII.</summary>
        public byte[] ValueBytes => _valueBytes ?? Encoding.ASCII.GetBytes(_value!);

        /// <summary>Gets the text; fails for a value in bytes.</summary>
        public string Value => _value
            ?? throw new InvalidOperationException($"The value of '{Key}' is bytes, not text.");

        public override string ToString() => IsBinary
            ? $"[Entry: key={Key}, valueBytes={Convert.ToBase64String(_valueBytes!)}]"
            : $"[Entry: key={Key}, value={_value}]";

        /// <summary>An entry as it was received: the peer's key and value are taken as they are.</summary>
        internal static Entry Received(string key, string value) => new(key.ToLowerInvariant(), value, null);

        /// <inheritdoc cref="Received(string, string)"/>
        internal static Entry Received(string key, byte[] value) => new(key.ToLowerInvariant(), null, value);

        private static string Normalize(string key)
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            var lower = key.ToLowerInvariant();
            if (lower.AsSpan().ContainsAnyExcept(_keyAlphabet))
                throw new ArgumentException($"Metadata key '{key}' has a character not in a-z, 0-9, '-', '_', '.'.");
            return lower;
        }
    }
}
