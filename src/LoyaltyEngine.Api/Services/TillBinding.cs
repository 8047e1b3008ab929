using Google.Protobuf.Reflection;
using Grpc.Core;
using LoyaltyEngine.Api.Wire;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Services;

/// <summary>
/// Binds <see cref="TillApi"/> as the generated code does, but <c>EarnPoints</c>, the call that everything waits for,
/// to the method that goes without the generated messages.
/// </summary>
public static class TillBinding
{
    private static readonly Method<EarnRequest, EarnAnswer> EarnPoints = new(
        MethodType.Unary,
        Descriptor.FullName,
        nameof(EarnPoints),
        Marshallers.Create<EarnRequest>(
            (_, _) => throw new NotSupportedException("A server reads requests."),
            context => EarnRequest.Read(context.PayloadAsReadOnlySequence())),
        Marshallers.Create<EarnAnswer>(
            (answer, context) => answer.Write(context),
            _ => throw new NotSupportedException("A server writes answers.")));

    /// <summary>Describes the service.</summary>
    public static ServiceDescriptor Descriptor => V1.TillService.Descriptor;

    /// <summary>Shows the service's methods to a binder.</summary>
    public static void Bind(ServiceBinderBase binder, TillApi? service)
        => V1.TillService.BindService(new EarnBinder(binder, service), service);

    private sealed class EarnBinder(ServiceBinderBase inner, TillApi? service) : ServiceBinderBase
    {
        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
        {
            if (method.Name == EarnPoints.Name)
                inner.AddMethod(EarnPoints, service is null ? null : service.EarnPoints);
            else
                inner.AddMethod(method, handler);
        }
    }
}
