using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using LoyaltyEngine.Api.Validation;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Runtime.Programs;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Errors;

/// <summary>Builds the errors that callers see: a status with ErrorInfo and, where they help, BadRequest or
/// RetryInfo.</summary>
internal static class Failures
{
    /// <summary>A refusal by a business rule.</summary>
    public static RpcException Rejected(Rejection rejection)
    {
        var (reason, code, message) = ErrorReasons.Of(rejection.Reason);
        var info = InfoOf(reason);
        foreach (var (name, value) in rejection.Facts)
            info.Metadata[name] = value;
        return Build(code, Sentence(message, rejection.Facts), info);
    }

    /// <summary>A refusal to publish or retire a version.</summary>
    public static RpcException Rejected(ProgramRejection rejection)
    {
        var (reason, code, message) = ErrorReasons.Of(rejection.Reason);
        var info = InfoOf(reason);
        foreach (var (name, value) in rejection.Facts)
            info.Metadata[name] = value;
        return Build(code, Sentence(message, rejection.Facts), info);
    }

    /// <summary>A program with faults, of which the first are named.</summary>
    public static RpcException ProgramFaulty(IReadOnlyList<SentFault> faults)
    {
        var badRequest = new BadRequest();
        badRequest.FieldViolations.AddRange(faults.Take(FieldChecks.ViolationCountMax).Select(fault =>
            new BadRequest.Types.FieldViolation
            {
                Field = fault.Line > 0 ? "yaml" : $"program.{fault.Field}".TrimEnd('.'),
                Description = Describe(fault),
            }));
        var info = InfoOf(V1.ErrorReason.ProgramFaulty);
        info.Metadata["fault_count"] = faults.Count.ToString(CultureInfo.InvariantCulture);
        return Build(
            StatusCode.InvalidArgument,
            $"The program has {faults.Count} fault(s), the first: {Describe(faults[0])}.",
            info,
            Any.Pack(badRequest));
    }

    /// <summary>An ill-formed request.</summary>
    public static RpcException Invalid(IReadOnlyList<BadRequest.Types.FieldViolation> violations)
    {
        var badRequest = new BadRequest();
        badRequest.FieldViolations.AddRange(violations);
        var first = violations[0];
        var more = violations.Count > 1 ? $" (and {violations.Count - 1} more)" : "";
        return Build(
            StatusCode.InvalidArgument,
            $"{first.Field} {first.Description}{more}.",
            InfoOf(V1.ErrorReason.InvalidRequest),
            Any.Pack(badRequest));
    }

    /// <summary>A program that does not run here.</summary>
    public static RpcException ProgramUnknown(string programId)
    {
        var info = InfoOf(V1.ErrorReason.ProgramUnknown);
        info.Metadata["program_id"] = programId;
        return Build(StatusCode.NotFound, $"There is no program {programId}.", info);
    }

    /// <summary>A member who does not exist.</summary>
    public static RpcException MemberUnknown() => Rejected(new Rejection(RejectionReason.MemberUnknown));

    /// <summary>A failure of operation, with the time after which it makes sense to try again.</summary>
    public static RpcException Operating(
        StatusCode code, V1.ErrorReason reason, string message, TimeSpan? retryDelay) =>
        retryDelay is { } delay
            ? Build(code, message, InfoOf(reason), Any.Pack(new RetryInfo { RetryDelay = delay.ToDuration() }))
            : Build(code, message, InfoOf(reason));

    private static ErrorInfo InfoOf(V1.ErrorReason reason) =>
        new() { Domain = ErrorReasons.Domain, Reason = ErrorReasons.NameOf(reason) };

    private static RpcException Build(StatusCode code, string message, ErrorInfo info, params Any[] more)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = message, Details = { Any.Pack(info) } };
        status.Details.AddRange(more);
        return status.ToRpcException();
    }

    private static string Describe(SentFault fault)
    {
        var place = fault.Line > 0
            ? string.Create(CultureInfo.InvariantCulture, $"line {fault.Line}, column {fault.Column}: ")
            : "";
        var path = fault.Path.Length > 0 ? $"{fault.Path}: " : "";
        return $"{place}{path}{fault.Message}; expected {fault.Expected}";
    }

    private static string Sentence(string message, (string Name, string Value)[] facts) => facts.Length == 0
        ? message
        : $"{message} ({string.Join(", ", facts.Select(fact => $"{fact.Name} {fact.Value}"))})";
}
