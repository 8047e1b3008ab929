using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using LoyaltyEngine.Protos.V1;
using RpcStatus = Google.Rpc.Status;

namespace LoyaltyEngine.Client;

/// <summary>
/// Says why a call failed, as the engine put it or, where it did not answer, as the connection did. Immutable.
/// </summary>
public sealed record LoyaltyError
{
    private const string StatusDetailsTrailer = "grpc-status-details-bin";

    private static readonly IReadOnlyDictionary<string, string> NoMetadata = new Dictionary<string, string>();

    private LoyaltyError(RpcException failure)
    {
        StatusCode = failure.StatusCode;
        Message = failure.Status.Detail ?? "";
        foreach (var detail in DetailsOf(failure))
        {
            if (detail.TryUnpack<ErrorInfo>(out var info))
            {
                ReasonName = info.Reason;
                Reason = ReasonOf(info.Reason);
                Metadata = new Dictionary<string, string>(info.Metadata);
            }
            else if (detail.TryUnpack<RetryInfo>(out var retry))
            {
                RetryDelay = retry.RetryDelay?.ToTimeSpan();
            }
            else if (detail.TryUnpack<BadRequest>(out var shape))
            {
                FieldViolations = [.. shape.FieldViolations.Select(v => new FieldViolation(v.Field, v.Description))];
            }
        }
    }

    /// <summary>The canonical code.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>A sentence for people. Never to be parsed.</summary>
    public string Message { get; }

    /// <summary>The engine's reason; unspecified where it gave none or one that this client does not know.</summary>
    public ErrorReason Reason { get; }

    /// <summary>The engine's reason as it was sent, without the prefix; empty where it gave none.</summary>
    public string ReasonName { get; } = "";

    /// <summary>Every value that the message names.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; } = NoMetadata;

    /// <summary>The fields that are ill-formed.</summary>
    public IReadOnlyList<FieldViolation> FieldViolations { get; } = [];

    /// <summary>How long the engine asks to wait before the next attempt.</summary>
    public TimeSpan? RetryDelay { get; }

    /// <summary>
    /// Whether the very same request, with the same request id, may be answered when it is sent again. It is the client
    /// that does so, a bounded number of times.
    /// </summary>
    public bool IsTransient =>
        StatusCode is StatusCode.Unavailable or StatusCode.ResourceExhausted or StatusCode.DeadlineExceeded;

    /// <summary>
    /// Whether the engine decided against the request, so that this attempt changed nothing. Otherwise it may have
    /// taken effect.
    /// </summary>
    public bool IsRefusal => StatusCode is
        StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.AlreadyExists or StatusCode.FailedPrecondition
        or StatusCode.Aborted or StatusCode.OutOfRange or StatusCode.PermissionDenied or StatusCode.Unauthenticated
        or StatusCode.Unimplemented;

    /// <summary>Reads the error out of a failed call. Details that cannot be read are left out.</summary>
    public static LoyaltyError From(RpcException failure) => new(failure);

    private static IReadOnlyList<Google.Protobuf.WellKnownTypes.Any> DetailsOf(RpcException failure)
    {
        var packed = failure.Trailers.FirstOrDefault(entry => entry.Key == StatusDetailsTrailer);
        if (packed is not { IsBinary: true })
            return [];
        try
        {
            return RpcStatus.Parser.ParseFrom(packed.ValueBytes).Details;
        }
        catch (InvalidProtocolBufferException)
        {
            return [];
        }
    }

    private static ErrorReason ReasonOf(string name)
    {
        var value = ErrorReasonReflection.Descriptor.EnumTypes[0].FindValueByName($"ERROR_REASON_{name}");
        return value is null ? ErrorReason.Unspecified : (ErrorReason)value.Number;
    }
}
