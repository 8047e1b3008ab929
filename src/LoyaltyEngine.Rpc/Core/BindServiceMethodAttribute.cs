namespace Grpc.Core;

/// <summary>Names the generated method that binds a service's methods; set on generated service bases.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public class BindServiceMethodAttribute(Type bindType, string bindMethodName) : Attribute
{
    /// <summary>Gets the type that has the method.</summary>
    public Type BindType { get; } = bindType;

    /// <summary>Gets the method's name.</summary>
    public string BindMethodName { get; } = bindMethodName;
}
