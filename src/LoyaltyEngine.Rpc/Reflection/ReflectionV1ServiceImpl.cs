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
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        for (var i = 0; await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false); i++)
        {
            if (i == ReflectionAnswers.QuestionsMax)
                throw ReflectionAnswers.TooManyQuestions;
            await responseStream.WriteAsync(_answers.Answer(requestStream.Current)).ConfigureAwait(false);
        }
    }
}
