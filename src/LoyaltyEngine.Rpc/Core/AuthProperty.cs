using System.Text;

namespace Grpc.Core;

/// <summary>One proven property of the peer. Immutable.</summary>
public sealed class AuthProperty
{
    private readonly byte[] _value;

    private AuthProperty(string name, byte[] value)
    {
        Name = name;
        _value = value;
    }

    /// <summary>Gets the property's name.</summary>
    public string Name { get; }

    /// <summary>Gets the value as UTF-8 text.</summary>
    public string Value => Encoding.UTF8.GetString(_value);

    /// <summary>Gets a copy of the value's bytes.</summary>
    public byte[] ValueBytes => (byte[])_value.Clone();

    public static AuthProperty Create(string name, byte[] valueBytes) => new(name, (byte[])valueBytes.Clone());
}
