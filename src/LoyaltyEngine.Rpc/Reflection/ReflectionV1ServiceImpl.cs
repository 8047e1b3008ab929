using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace Grpc.Reflection;

/// <summary>Serves reflection (grpc.reflection.v1) about the services it is given. Any thread.</summary>
public class ReflectionV1ServiceImpl(params IEnumerable<ServiceDescriptor> services)
    : ServerReflection.ServerReflectionBase
{
    private readonly ReflectionAnswers _answers = new(services);

    /// <inheritdoc/>
    public override Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
        => ReflectionAnswers.AnswerAllAsync(requestStream, responseStream, _answers.Answer, context.CancellationToken);
}
