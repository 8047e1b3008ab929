using System.Collections.Frozen;
using Google.Protobuf.Reflection;

namespace LoyaltyEngine.Rpc.Connect;

/// <summary>The methods of a server by their paths. Immutable.</summary>
internal sealed class ConnectMethods
{
    private readonly FrozenDictionary<string, MethodDescriptor> _byPath;
    private readonly FrozenSet<string> _services;

    public ConnectMethods(IReadOnlyList<ServiceDescriptor> services)
    {
        _byPath = services.SelectMany(service => service.Methods)
            .ToFrozenDictionary(PathOf, StringComparer.Ordinal);
        _services = services.Select(service => service.FullName).ToFrozenSet(StringComparer.Ordinal);
        var types = TypeRegistry.FromFiles(
            [.. services.Select(service => service.File), Google.Rpc.ErrorDetailsReflection.Descriptor]);
        Json = new ConnectJson(types);
        Errors = new ConnectError(types);
    }

    public ConnectJson Json { get; }

    public ConnectError Errors { get; }

    public MethodDescriptor? Find(string? path) => path is null ? null : _byPath.GetValueOrDefault(path);

    /// <summary>True for the path of a method, known or not, of a known service.</summary>
    public bool IsOfService(string? path)
        => path?.Split('/') is ["", var service, _] && _services.Contains(service);

    private static string PathOf(MethodDescriptor method) => $"/{method.Service.FullName}/{method.Name}";
}
