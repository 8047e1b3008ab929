using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection;
using Grpc.Reflection.V1;
using LoyaltyEngine.Rpc.Tests.Probe;
using LoyaltyEngine.Rpc.Tests.Reflected;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>What reflection answers, question by question, without a server.</summary>
public sealed class ReflectionTests
{
    private const string Package = "loyalty.rpc.reflected.v1";
    private const int NotFound = 5;
    private const int InvalidArgument = 3;

    private readonly ReflectionV1ServiceImpl _service = new(ProbeService.Descriptor, ReflectedService.Descriptor);

    [Fact]
    public async Task ListServices_SomeServices_GivesTheirFullNamesInOrder()
    {
        var answer = await AskAsync(new() { ListServices = "*" });

        answer.ListServicesResponse.Service.Select(service => service.Name).ShouldBe(
            ["loyalty.rpc.probe.v1.ProbeService", "loyalty.rpc.reflected.v1.ReflectedService"]);
    }

    [Theory]
    [InlineData("ReflectedService")]
    [InlineData("ReflectedService.Reflect")]
    [InlineData("Outer")]
    [InlineData("Outer.Inner")]
    [InlineData("Outer.Inner.depth")]
    [InlineData("Outer.Inner.Depth")]
    [InlineData("Outer.Inner.DEPTH_MUCH")]
    [InlineData("Outer.Inner.Depth.DEPTH_MUCH")]
    [InlineData("Outer.choice")]
    [InlineData("Outer.numbers")]
    [InlineData("Outer.NumbersEntry")]
    [InlineData("Colour")]
    [InlineData("COLOUR_UNSPECIFIED")]
    [InlineData("label")]
    public async Task FileContainingSymbol_Declared_GivesTheFileAndAllItImports(string symbol)
        => Names(await AskAsync(new() { FileContainingSymbol = $"{Package}.{symbol}" })).ShouldBe(
            ["reflected.proto", "google/protobuf/descriptor.proto", "google/protobuf/timestamp.proto"]);

    [Fact]
    public async Task FileContainingSymbol_OfAnImport_GivesTheImportAlone()
        => Names(await AskAsync(new() { FileContainingSymbol = "google.protobuf.Timestamp.nanos" })).ShouldBe(
            ["google/protobuf/timestamp.proto"]);

    [Theory]
    [InlineData("probe.proto", 1)]
    [InlineData("reflected.proto", 3)]
    [InlineData("google/protobuf/timestamp.proto", 1)]
    public async Task FileByFilename_Known_GivesIt(string name, int files)
    {
        var names = Names(await AskAsync(new() { FileByFilename = name }));

        names[0].ShouldBe(name);
        names.Count.ShouldBe(files);
    }

    [Fact]
    public async Task File_Given_CarriesWhatTheProtoFileSays()
    {
        var answer = await AskAsync(new() { FileByFilename = "reflected.proto" });

        var file = FileDescriptorProto.Parser.ParseFrom(answer.FileDescriptorResponse.FileDescriptorProto[0]);
        file.Package.ShouldBe(Package);
        file.Service.ShouldHaveSingleItem().Method.ShouldHaveSingleItem().Name.ShouldBe("Reflect");
        file.Extension.Select(extension => extension.Number).ShouldBe([50001, 50000]);
    }

    [Fact]
    public async Task Extensions_OfAType_AreFound()
    {
        const string options = "google.protobuf.MethodOptions";

        var numbers = await AskAsync(new() { AllExtensionNumbersOfType = options });
        var file = await AskAsync(
            new() { FileContainingExtension = new() { ContainingType = options, ExtensionNumber = 50001 } });
        var none = await AskAsync(new() { AllExtensionNumbersOfType = $"{Package}.Outer" });

        numbers.AllExtensionNumbersResponse.BaseTypeName.ShouldBe(options);
        numbers.AllExtensionNumbersResponse.ExtensionNumber.ShouldBe([50000, 50001]);
        Names(file)[0].ShouldBe("reflected.proto");
        none.AllExtensionNumbersResponse.ExtensionNumber.ShouldBeEmpty();
    }

    [Fact]
    public async Task Questions_WithoutAnAnswer_AreToldInTheStreamWhichGoesOn()
    {
        ServerReflectionRequest[] questions =
        [
            new() { Host = "h", FileByFilename = "none.proto" },
            new() { FileContainingSymbol = $"{Package}.Nothing" },
            new() { FileContainingSymbol = "" },
            new() { FileContainingExtension = new() { ContainingType = "google.protobuf.MethodOptions" } },
            new() { AllExtensionNumbersOfType = $"{Package}.Colour" },
            new(),
            new() { FileContainingSymbol = new string('x', 1025) },
            new() { ListServices = "" },
        ];

        var answers = await AskAllAsync(questions);

        answers.Select(answer => answer.ErrorResponse?.ErrorCode ?? 0).ShouldBe(
            [NotFound, NotFound, NotFound, NotFound, NotFound, InvalidArgument, InvalidArgument, 0]);
        answers[0].OriginalRequest.ShouldBe(questions[0]);
        answers[0].ValidHost.ShouldBe("h");
        answers[6].OriginalRequest.ShouldBeNull();
    }

    [Fact]
    public async Task Questions_WithoutEnd_EndTheStreamAtTheBound()
    {
        var answers = new Written<ServerReflectionResponse>();
        var questions = Enumerable.Repeat(new ServerReflectionRequest { FileByFilename = "x" }, 10_001);

        var failure = await Should.ThrowAsync<RpcException>(
            () => _service.ServerReflectionInfo(
                new Given<ServerReflectionRequest>(questions), answers, new QuietContext()));

        failure.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        answers.Messages.Count.ShouldBe(10_000);
    }

    [Fact]
    public async Task OlderName_SameQuestions_GivesTheSameAnswers()
    {
        var service = new ReflectionServiceImpl(ReflectedService.Descriptor);
        var answers = new Written<Grpc.Reflection.V1Alpha.ServerReflectionResponse>();
        Grpc.Reflection.V1Alpha.ServerReflectionRequest[] questions =
            [new() { ListServices = "*" }, new() { FileByFilename = "none" }];

        await service.ServerReflectionInfo(
            new Given<Grpc.Reflection.V1Alpha.ServerReflectionRequest>(questions), answers, new QuietContext());

        answers.Messages[0].ListServicesResponse.Service.ShouldHaveSingleItem().Name
            .ShouldBe($"{Package}.ReflectedService");
        answers.Messages[1].ErrorResponse.ErrorCode.ShouldBe(NotFound);
        answers.Messages[1].OriginalRequest.ShouldBe(questions[1]);
    }

    private async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest question)
        => (await AskAllAsync([question])).ShouldHaveSingleItem();

    private async Task<List<ServerReflectionResponse>> AskAllAsync(ServerReflectionRequest[] questions)
    {
        var answers = new Written<ServerReflectionResponse>();
        await _service.ServerReflectionInfo(
            new Given<ServerReflectionRequest>(questions), answers, new QuietContext());
        return answers.Messages;
    }

    private static List<string> Names(ServerReflectionResponse answer)
        => [.. answer.FileDescriptorResponse.FileDescriptorProto
            .Select(bytes => FileDescriptorProto.Parser.ParseFrom(bytes).Name)];

    private sealed class Given<T>(IEnumerable<T> messages) : IAsyncStreamReader<T>
    {
        private readonly IEnumerator<T> _messages = messages.GetEnumerator();

        public T Current => _messages.Current;

        public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromResult(_messages.MoveNext());
    }

    private sealed class Written<T> : IServerStreamWriter<T>
    {
        public List<T> Messages { get; } = [];

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(T message)
        {
            Messages.Add(message);
            return Task.CompletedTask;
        }
    }

    private sealed class QuietContext : ServerCallContext
    {
        protected override string MethodCore => "";

        protected override string HostCore => "";

        protected override string PeerCore => "";

        protected override DateTime DeadlineCore => DateTime.MaxValue;

        protected override Metadata RequestHeadersCore => [];

        protected override CancellationToken CancellationTokenCore => CancellationToken.None;

        protected override Metadata ResponseTrailersCore => [];

        protected override Status StatusCore { get; set; }

        protected override WriteOptions? WriteOptionsCore { get; set; }

        protected override AuthContext AuthContextCore => throw new NotSupportedException();

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options)
            => throw new NotSupportedException();

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
    }
}
