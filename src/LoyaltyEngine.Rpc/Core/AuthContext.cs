namespace Grpc.Core;

/// <summary>What is proven about the peer of a call, such as its client certificate. Immutable.</summary>
public class AuthContext(string? peerIdentityPropertyName, Dictionary<string, List<AuthProperty>> properties)
{
    /// <summary>Gets the name of the property that identifies the peer, or null if it is not authenticated.</summary>
    public string? PeerIdentityPropertyName { get; } = peerIdentityPropertyName;

    /// <summary>Gets a value indicating whether the peer is authenticated.</summary>
    public bool IsPeerAuthenticated => PeerIdentityPropertyName is not null;

    /// <summary>Gets the properties that identify the peer.</summary>
    public IEnumerable<AuthProperty> PeerIdentity
        => PeerIdentityPropertyName is null ? [] : FindPropertiesByName(PeerIdentityPropertyName);

    /// <summary>Gets all properties.</summary>
    public IEnumerable<AuthProperty> Properties => properties.Values.SelectMany(values => values);

    public IEnumerable<AuthProperty> FindPropertiesByName(string propertyName)
        => properties.TryGetValue(propertyName, out var found) ? found : [];
}
