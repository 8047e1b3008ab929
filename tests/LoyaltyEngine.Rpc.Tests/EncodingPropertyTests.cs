using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using Grpc.Net.Compression;
using LoyaltyEngine.Rpc.Wire;

namespace LoyaltyEngine.Rpc.Tests;

public sealed class EncodingPropertyTests
{
    [Fact]
    public void PercentEncoding_AnyText_ComesBack()
        => Prop.ForAll(Unicode(), text => PercentEncoding.Decode(PercentEncoding.Encode(text)) == text)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void PercentEncoding_AnyText_IsPrintableAscii()
        => Prop.ForAll(Unicode(), text => PercentEncoding.Encode(text).All(c => c is >= ' ' and <= '~'))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void PercentDecoding_AnyText_NeverFails()
        => Prop.ForAll(
            ArbMap.Default.ArbFor<NonNull<string>>(),
            text => PercentEncoding.Decode("%" + text.Get + "%4") is not null)
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz%41", "%zzA")]
    [InlineData("100%", "100%")]
    [InlineData("%F0%9F%98%88", "😈")]
    [InlineData("%FF", "\uFFFD")]
    public void PercentDecoding_BrokenEscapes_StayAsTheyAre(string encoded, string text)
        => PercentEncoding.Decode(encoded).ShouldBe(text);

    [Fact]
    public void Timeout_Formatted_ParsesToNoLessAndAtMostOneUnitMore()
        => Prop.ForAll(
            Gen.Choose(1, int.MaxValue).SelectMany(low => Gen.Choose(0, 40).Select(shift => (long)low << (shift / 2)))
                .ToArbitrary(),
            ticks =>
            {
                var timeout = new TimeSpan(ticks);
                var text = GrpcTimeout.Format(timeout);
                return text.Length <= 9 && GrpcTimeout.TryParse(text, out var parsed)
                    && parsed >= timeout && parsed - timeout <= timeout * 0.001 + TimeSpan.FromTicks(1);
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Timeout_LongestOfAll_IsFormatted()
    {
        GrpcTimeout.TryParse(GrpcTimeout.Format(TimeSpan.MaxValue), out var parsed).ShouldBeTrue();
        parsed.ShouldBeGreaterThan(TimeSpan.FromDays(4_000_000));
    }

    [Fact]
    public void Timeout_AnyText_ParsesOnlyInTheGrammar()
        => Prop.ForAll(
            Gen.Elements("0123456789HMSmunX- .".ToCharArray())
                .ArrayOf()
                .Select(chars => new string(chars))
                .ToArbitrary(),
            text => GrpcTimeout.TryParse(text, out _)
                == System.Text.RegularExpressions.Regex.IsMatch(text, "^[0-9]{1,8}[HMSmun]$"))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void BinaryHeader_AnyBytes_ComeBackPaddedOrNot()
        => Prop.ForAll(
            ArbMap.Default.ArbFor<byte[]>(),
            bytes => BinaryHeader.TryDecode(BinaryHeader.Encode(bytes), out var unpadded)
                && unpadded.SequenceEqual(bytes)
                && BinaryHeader.TryDecode(Convert.ToBase64String(bytes), out var padded)
                && padded.SequenceEqual(bytes)
                && !BinaryHeader.Encode(bytes).Contains('='))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void BinaryHeader_SeveralValues_AreSplitAtCommas()
        => Prop.ForAll(
            ArbMap.Default.ArbFor<byte[][]>().Filter(values => values.Length > 0),
            values =>
            {
                var metadata = new Metadata();
                var header = string.Join(", ", values.Select(value => BinaryHeader.Encode(value)));
                return BinaryHeader.TryAdd(metadata, "x-bin", header)
                    && metadata.Count == values.Length
                    && metadata.Zip(values).All(pair => pair.First.ValueBytes.SequenceEqual(pair.Second));
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void BinaryHeader_AnyText_NeverThrows()
        => Prop.ForAll(
            ArbMap.Default.ArbFor<NonNull<string>>(),
            text =>
            {
                _ = BinaryHeader.TryAdd([], "x-bin", text.Get);
                return true;
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Inflating_AnyMessage_GivesItBack()
        => Prop.ForAll(
            ArbMap.Default.ArbFor<byte[]>(),
            bytes =>
            {
                var compressed = MessageCompression.Compress(_gzip, bytes, null);
                return MessageCompression.Inflate(_gzip, new(compressed), bytes.Length).SequenceEqual(bytes);
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Inflating_PastTheLimit_StopsThereAndCostsNoMoreMemory()
    {
        const int limit = 1024 * 1024;
        var bomb = MessageCompression.Compress(_gzip, new byte[256 * limit], null);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Should.Throw<RpcException>(() => MessageCompression.Inflate(_gzip, new(bomb), limit))
            .StatusCode.ShouldBe(StatusCode.ResourceExhausted);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(8 * limit);
    }

    private static readonly GzipCompressionProvider _gzip = new(CompressionLevel.Fastest);

    /// <summary>Texts that are valid Unicode: a lone half of a pair has no UTF-8.</summary>
    private static Arbitrary<string> Unicode()
        => Gen.Elements("a", "%", "%41", "\r\n", "\t", " ", "~", "\u007F", "é", "漢", "😈", "", "100 %")
            .ArrayOf()
            .Select(string.Concat)
            .ToArbitrary();
}
