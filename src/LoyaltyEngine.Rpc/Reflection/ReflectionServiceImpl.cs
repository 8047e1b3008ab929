using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1Alpha;

namespace Grpc.Reflection;

/// <summary>
/// Serves reflection to clients of the older name (grpc.reflection.v1alpha). Its messages are v1's, byte for byte, and
/// so are its answers. Any thread.
/// </summary>
public class ReflectionServiceImpl : ServerReflection.ServerReflectionBase
{
    private readonly ReflectionAnswers _answers;

    /// <summary>Serves what the proto files of some services declare.</summary>
    public ReflectionServiceImpl(params IEnumerable<ServiceDescriptor> services)
        : this(new ReflectionAnswers(services))
    {
    }

    internal ReflectionServiceImpl(ReflectionAnswers answers) => _answers = answers;

    /// <inheritdoc/>
    public override Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
        => ReflectionAnswers.AnswerAllAsync(requestStream, responseStream, Answer, context.CancellationToken);

    private ServerReflectionResponse Answer(ServerReflectionRequest question)
    {
        var answer = _answers.Answer(V1.ServerReflectionRequest.Parser.ParseFrom(question.ToByteString()));
        return ServerReflectionResponse.Parser.ParseFrom(answer.ToByteString());
    }
}
