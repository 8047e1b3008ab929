namespace Grpc.Core;

/// <summary>A remote method without its message types.</summary>
public interface IMethod
{
    /// <summary>Gets how many messages each side sends.</summary>
    MethodType Type { get; }

    /// <summary>Gets the full service name, package included.</summary>
    string ServiceName { get; }

    /// <summary>Gets the method name within its service.</summary>
    string Name { get; }

    /// <summary>Gets the path on the wire: <c>/package.Service/Method</c>.</summary>
    string FullName { get; }
}
