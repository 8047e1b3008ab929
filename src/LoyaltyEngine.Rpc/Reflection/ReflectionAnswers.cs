using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using static Grpc.Reflection.V1.ServerReflectionRequest;

namespace Grpc.Reflection;

/// <summary>Answers the questions of reflection about some services. Any thread.</summary>
internal sealed class ReflectionAnswers(IEnumerable<ServiceDescriptor> services)
{
    /// <summary>How many questions one stream may ask.</summary>
    public const int QuestionsMax = 10_000;

    /// <summary>How long a name in a question may be.</summary>
    public const int NameCharsMax = 1024;

    private readonly DescriptorIndex _index = new(services);

    /// <summary>Answers the questions of a stream, in order, up to as many as one may ask.</summary>
    public static async Task AnswerAllAsync<TQuestion, TAnswer>(
        IAsyncStreamReader<TQuestion> questions,
        IServerStreamWriter<TAnswer> answers,
        Func<TQuestion, TAnswer> answer,
        CancellationToken cancellation)
    {
        for (var i = 0; await questions.MoveNext(cancellation).ConfigureAwait(false); i++)
        {
            if (i == QuestionsMax)
            {
                throw new RpcException(new Status(
                    StatusCode.ResourceExhausted, $"A stream may ask {QuestionsMax} questions; open another one."));
            }

            await answers.WriteAsync(answer(questions.Current), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>One answer. What is wrong with a question is told in it, and the stream goes on.</summary>
    public ServerReflectionResponse Answer(ServerReflectionRequest question)
    {
        if (IsTooLong(question))
        {
            // It is not sent back.
            return Refuse(new(), StatusCode.InvalidArgument, $"A name has {NameCharsMax} characters at most.");
        }

        var answer = new ServerReflectionResponse { ValidHost = question.Host, OriginalRequest = question };
        return question.MessageRequestCase switch
        {
            MessageRequestOneofCase.FileByFilename =>
                WithFile(answer, _index.FindFile(question.FileByFilename), "file"),
            MessageRequestOneofCase.FileContainingSymbol =>
                WithFile(answer, _index.FindSymbol(question.FileContainingSymbol), "symbol"),
            MessageRequestOneofCase.FileContainingExtension => WithFile(
                answer,
                _index.FindExtension(
                    question.FileContainingExtension.ContainingType, question.FileContainingExtension.ExtensionNumber),
                "extension"),
            MessageRequestOneofCase.AllExtensionNumbersOfType =>
                WithNumbers(answer, question.AllExtensionNumbersOfType),
            MessageRequestOneofCase.ListServices => WithServices(answer),
            _ => Refuse(answer, StatusCode.InvalidArgument, "The question is none that this server knows."),
        };
    }

    private static bool IsTooLong(ServerReflectionRequest question)
        => question.Host.Length > NameCharsMax
            || (question.HasFileByFilename && question.FileByFilename.Length > NameCharsMax)
            || (question.HasFileContainingSymbol && question.FileContainingSymbol.Length > NameCharsMax)
            || (question.HasAllExtensionNumbersOfType && question.AllExtensionNumbersOfType.Length > NameCharsMax)
            || (question.HasListServices && question.ListServices.Length > NameCharsMax)
            || question.FileContainingExtension?.ContainingType.Length > NameCharsMax;

    private static ServerReflectionResponse WithFile(ServerReflectionResponse answer, FileDescriptor? file, string what)
    {
        if (file is null)
            return Refuse(answer, StatusCode.NotFound, $"There is no such {what}.");
        answer.FileDescriptorResponse = new FileDescriptorResponse();
        answer.FileDescriptorResponse.FileDescriptorProto.Add(DescriptorIndex.Serialize(file));
        return answer;
    }

    private static ServerReflectionResponse Refuse(ServerReflectionResponse answer, StatusCode code, string message)
    {
        answer.ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message };
        return answer;
    }

    private ServerReflectionResponse WithNumbers(ServerReflectionResponse answer, string type)
    {
        if (_index.FindExtensionNumbers(type) is not { } numbers)
            return Refuse(answer, StatusCode.NotFound, "There is no such type.");
        answer.AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = type };
        answer.AllExtensionNumbersResponse.ExtensionNumber.Add(numbers);
        return answer;
    }

    private ServerReflectionResponse WithServices(ServerReflectionResponse answer)
    {
        answer.ListServicesResponse = new ListServiceResponse();
        answer.ListServicesResponse.Service.Add(
            _index.ServiceNames.Select(name => new ServiceResponse { Name = name }));
        return answer;
    }
}
