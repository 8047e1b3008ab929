using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace Grpc.Reflection;

/// <summary>Serves reflection (grpc.reflection.v1) about the services it is given. Any thread.</summary>
public class ReflectionV1ServiceImpl : ServerReflection.ServerReflectionBase
{
    private readonly ReflectionAnswers _answers;

    /// <summary>Serves what the proto files of some services declare.</summary>
    public ReflectionV1ServiceImpl(params IEnumerable<ServiceDescriptor> services)
        : this(new ReflectionAnswers(services))
    {
    }

    internal ReflectionV1ServiceImpl(ReflectionAnswers answers) => _answers = answers;

    /// <inheritdoc/>
    public override Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
        => ReflectionAnswers.AnswerAllAsync(requestStream, responseStream, _answers.Answer, context.CancellationToken);
}
