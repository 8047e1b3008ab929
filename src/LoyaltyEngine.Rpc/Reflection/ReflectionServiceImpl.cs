using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1Alpha;

namespace Grpc.Reflection;

/// <summary>
/// Serves reflection to clients of the older name (grpc.reflection.v1alpha). Its messages are v1's, byte for byte, and
/// so are its answers. Any thread.
/// </summary>
public class ReflectionServiceImpl(params IEnumerable<ServiceDescriptor> services)
    : ServerReflection.ServerReflectionBase
{
    private readonly ReflectionAnswers _answers = new(services);

    /// <inheritdoc/>
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        for (var i = 0; await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false); i++)
        {
            if (i == ReflectionAnswers.QuestionsMax)
                throw ReflectionAnswers.TooManyQuestions;
            await responseStream.WriteAsync(Answer(requestStream.Current)).ConfigureAwait(false);
        }
    }

    private ServerReflectionResponse Answer(ServerReflectionRequest question)
    {
        var answer = _answers.Answer(V1.ServerReflectionRequest.Parser.ParseFrom(question.ToByteString()));
        return ServerReflectionResponse.Parser.ParseFrom(answer.ToByteString());
    }
}
