using FsCheck.Fluent;
using Google.Protobuf;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Journal.Tests.Codec;

public sealed class BackwardWriterTests
{
    [Fact]
    public void Numbers_OfAnySize_AreWrittenAsTheGeneratedCodeDoes() =>
        AnyCase.Of(AnyEntry.Number.Two(), 2_000, drawn =>
        {
            var (number, other) = drawn;
            var writer = new BackwardWriter(new byte[64]);
            writer.Fixed64(17, other);
            writer.SInt64(16, number);
            writer.Int64(15, number);

            var expected = Generated(output =>
            {
                if (number != 0)
                {
                    output.WriteTag(15, WireFormat.WireType.Varint);
                    output.WriteInt64(number);
                    output.WriteTag(16, WireFormat.WireType.Varint);
                    output.WriteSInt64(number);
                }

                if (other != 0)
                {
                    output.WriteTag(17, WireFormat.WireType.Fixed64);
                    output.WriteSFixed64(other);
                }
            });
            writer.Written.SequenceEqual(expected).ShouldBeTrue($"{number} {other}");
        });

    [Fact]
    public void Varints_AtEveryBoundary_HaveTheLengthTheyNeed()
    {
        for (var bytes = 1; bytes <= 9; bytes++)
        {
            var first = bytes == 1 ? 1L : 1L << (7 * (bytes - 1));
            var last = (long)((1UL << (7 * bytes)) - 1);
            LengthOf(first).ShouldBe(1 + bytes);
            LengthOf(last).ShouldBe(1 + bytes);
        }

        LengthOf(-1).ShouldBe(1 + 10);
        LengthOf(long.MinValue).ShouldBe(1 + 10);

        static int LengthOf(long value)
        {
            var writer = new BackwardWriter(new byte[16]);
            writer.Int64(1, value);
            return writer.Written.Length;
        }
    }

    [Fact]
    public void DefaultValues_AreLeftOut()
    {
        var writer = new BackwardWriter(new byte[16]);
        writer.Int64(1, 0);
        writer.SInt64(1, 0);
        writer.Fixed64(1, 0);
        writer.Bool(1, false);
        writer.Bytes(1, []);
        writer.String(1, "");

        writer.Written.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void RepeatedItems_AreWrittenEvenIfEmpty()
    {
        var writer = new BackwardWriter(new byte[16]);
        writer.RepeatedBytes(2, []);
        writer.RepeatedString(1, "");
        var end = writer.BeginMessage();
        writer.EndMessage(3, end);

        writer.Written.ToArray().ShouldBe([0x1a, 0, 0x0a, 0, 0x12, 0]);
    }

    [Fact]
    public void NestedMessages_OfAnyLength_AreWrittenBeforeWhatFollows()
    {
        foreach (var length in (int[])[0, 1, 126, 127, 128, 16_383, 16_384])
        {
            var writer = new BackwardWriter(new byte[20_000]);
            writer.Bool(9, true);
            var outer = writer.BeginMessage();
            var inner = writer.BeginMessage();
            writer.Bytes(1, new byte[length]);
            writer.EndMessage(2, inner);
            writer.EndMessage(3, outer);

            var expected = Generated(output =>
            {
                var innerBytes = length == 0 ? [] : Generated(nested =>
                {
                    nested.WriteTag(1, WireFormat.WireType.LengthDelimited);
                    nested.WriteBytes(ByteString.CopyFrom(new byte[length]));
                });
                var outerBytes = Generated(nested =>
                {
                    nested.WriteTag(2, WireFormat.WireType.LengthDelimited);
                    nested.WriteBytes(ByteString.CopyFrom(innerBytes));
                });
                output.WriteTag(3, WireFormat.WireType.LengthDelimited);
                output.WriteBytes(ByteString.CopyFrom(outerBytes));
                output.WriteTag(9, WireFormat.WireType.Varint);
                output.WriteBool(true);
            });
            writer.Written.ToArray().ShouldBe(expected);
        }
    }

    [Fact]
    public void Write_BeyondTheBuffer_Throws()
    {
        for (var size = 0; size < 10; size++)
        {
            var buffer = new byte[size];
            Should.Throw<Exception>(() => new BackwardWriter(buffer).String(1, "123456789"));
            Should.Throw<Exception>(() => new BackwardWriter(buffer).Int64(1, -1));
            Should.Throw<Exception>(() => new BackwardWriter(buffer).Bytes(1, new byte[9]));
        }

        Should.Throw<Exception>(() => new BackwardWriter(new byte[8]).Fixed64(1, 1));
    }

    private static byte[] Generated(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        var output = new CodedOutputStream(stream);
        write(output);
        output.Flush();
        return stream.ToArray();
    }
}
