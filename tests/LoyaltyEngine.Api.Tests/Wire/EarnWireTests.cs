using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LoyaltyEngine.Api.Wire;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests.Wire;

/// <summary>The hand-written forms of an earn against the generated ones.</summary>
public sealed class EarnWireTests
{
    private const int Seed = 20261123;

    [Fact]
    public void Read_AsClientsWriteIt_IsWhatTheGeneratedParserReads()
    {
        var random = new RandomMessages(Seed);
        for (var i = 0; i < 20_000; i++)
        {
            var message = random.Request().ToByteArray();

            Describe(EarnRequest.Read(new(message))).ShouldBe(DescribeGenerated(message), $"message {i}");
        }
    }

    [Fact]
    public void Read_Mutated_IsWhatTheGeneratedParserReadsOrRefuses()
    {
        var random = new RandomMessages(Seed);
        var refused = 0;
        for (var i = 0; i < 60_000; i++)
        {
            var message = random.Mutate(random.Request().ToByteArray());
            var expected = DescribeGenerated(message);

            DescribeOrRefuse(() => EarnRequest.Read(new(message))).ShouldBe(expected, Convert.ToHexString(message));
            refused += expected == Refused ? 1 : 0;
        }

        refused.ShouldBeInRange(5_000, 55_000);
    }

    [Fact]
    public void TryRead_AsClientsWriteIt_NeedsNoGeneratedParser()
    {
        var message = Requests.Earn("r1", 100, 250).ToByteArray();

        EarnRequestReader.TryRead(message).ShouldNotBeNull();
    }

    [Fact]
    public void Read_InSeveralPieces_IsTheSame()
    {
        var message = Requests.Earn("r1", 100, 250).ToByteArray();
        for (var cut = 0; cut <= message.Length; cut++)
        {
            var first = new Piece(message.AsMemory(0, cut), 0);
            var last = first.Append(message.AsMemory(cut));

            Describe(EarnRequest.Read(new(first, 0, last, last.Memory.Length))).ShouldBe(DescribeGenerated(message));
        }
    }

    [Fact]
    public void Read_UnknownFields_ArePassedOver()
    {
        var unknown = Enumerable.Range(1, 40).Select(i => new Duration { Seconds = i, Nanos = i });
        var request = Requests.Earn("r1", 100, 250).ToByteArray();
        byte[] message = [.. request, .. unknown.SelectMany(one => new byte[] { 0xFA, 0x7F, (byte)one.CalculateSize() }
            .Concat(one.ToByteArray()))];

        Describe(EarnRequest.Read(new(message))).ShouldBe(DescribeGenerated(request));
    }

    [Fact]
    public void Write_AnyEarn_IsWhatTheGeneratedMessageSays()
    {
        var random = new RandomMessages(Seed);
        for (var i = 0; i < 20_000; i++)
        {
            var answer = new EarnAnswer(random.Text(), random.Text(), random.Earned(), random.Chance(50));
            var written = new Written();

            answer.Write(written);

            EarnPointsResponse.Parser.ParseFrom(written.Bytes.WrittenSpan).ShouldBe(answer.ToProto(), $"answer {i}");
            written.Length.ShouldBe(written.Bytes.WrittenCount);
            written.IsComplete.ShouldBeTrue();
        }
    }

    private const string Refused = "refused";

    private static string DescribeGenerated(byte[] message)
        => DescribeOrRefuse(() => EarnRequest.Of(EarnPointsRequest.Parser.ParseFrom(message)));

    private static string DescribeOrRefuse(Func<EarnRequest> read)
    {
        try
        {
            return Describe(read());
        }
        catch (InvalidProtocolBufferException)
        {
            return Refused;
        }
    }

    private static string Describe(EarnRequest request)
    {
        var lines = request.Basket?.Lines.Select(line => string.Join(
            '|', line.LineId, line.Sku, string.Join('+', line.Categories), line.QuantityThousandths, line.AmountMinor));
        return string.Join(
            '\n',
            request.ProgramId,
            request.MemberId,
            request.MemberIdentifier,
            request.RequestId,
            request.OccurTime,
            request.Context,
            request.ExpectedRevision,
            request.Basket is null,
            request.Basket?.CurrencyCode,
            request.Basket?.LineCount,
            string.Join('\n', lines ?? []));
    }

    private sealed class Written : SerializationContext
    {
        public ArrayBufferWriter<byte> Bytes { get; } = new();

        public int Length { get; private set; }

        public bool IsComplete { get; private set; }

        public override IBufferWriter<byte> GetBufferWriter() => Bytes;

        public override void SetPayloadLength(int payloadLength) => Length = payloadLength;

        public override void Complete() => IsComplete = true;
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long runningIndex)
        {
            Memory = memory;
            RunningIndex = runningIndex;
        }

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
