using System.Text;
using LoyaltyEngine.Load.Http2;

namespace LoyaltyEngine.Load.Tests;

public sealed class HpackReaderTests
{
    // RFC 7541, C.4.1 and C.6.1: strings with their Huffman code.
    [Theory]
    [InlineData("f1e3c2e5f23a6ba0ab90f4ff", "www.example.com")]
    [InlineData("a8eb10649cbf", "no-cache")]
    [InlineData("aec3771a4b", "private")]
    [InlineData("d07abe941054d444a8200595040b8166e082a62d1bff", "Mon, 21 Oct 2013 20:13:21 GMT")]
    [InlineData("9d29ad171863c78f0b97c8e9ae82ae43d3", "https://www.example.com")]
    public void Huffman_OfTheStandard_IsDecoded(string code, string text)
    {
        var decoded = new byte[64];
        var length = Huffman.Decode(Convert.FromHexString(code), decoded);
        Encoding.ASCII.GetString(decoded, 0, length).ShouldBe(text);
    }

    [Theory]
    [InlineData("ff")] // eight bits of padding
    [InlineData("a8eb10649cbe")] // padding that is not all ones
    [InlineData("fffffffc")] // the end of string inside a string
    public void Huffman_Malformed_IsRefused(string code) =>
        Should.Throw<Http2Exception>(() => Huffman.Decode(Convert.FromHexString(code), new byte[64]));

    [Fact]
    public void Read_StatusAsStaticEntry_IsFound() => HpackReader.Read([0x88]).HttpStatus.ShouldBe(200);

    [Fact]
    public void Read_StatusAsLiteral_IsFound() =>
        HpackReader.Read([0x08, 0x03, .. "503"u8]).HttpStatus.ShouldBe(503);

    [Fact]
    public void Read_GrpcStatusAndMessage_AreFound()
    {
        byte[] block =
        [
            0x20, // the dynamic table has size 0
            0x00, 11, .. "grpc-status"u8, 1, .. "9"u8,
            0x40, 12, .. "grpc-message"u8, 4, .. "no%20"u8[..4],
        ];
        var headers = HpackReader.Read(block);
        headers.GrpcStatus.ShouldBe(9);
        headers.GrpcMessage.ShouldBe("no%2");
    }

    [Theory]
    [InlineData("be")] // the first dynamic entry, though no table was announced
    [InlineData("80")] // index 0
    [InlineData("3fe11f")] // a dynamic table of 4096 bytes
    [InlineData("000b67727063")] // a name that is cut off
    [InlineData("0004")] // a name without its letters
    [InlineData("7fffffffffff")] // an integer without an end
    [InlineData("080461626364")] // a status that is no number
    public void Read_Malformed_IsRefused(string block) =>
        Should.Throw<Http2Exception>(() => HpackReader.Read(Convert.FromHexString(block)));

    [Fact]
    public void Memo_EmptyBlock_SaysNothing() => new HeaderMemo().Read([]).ShouldBe(AnswerHeaders.Nothing);

    [Fact]
    public void Memo_SameBlockTwice_MeansTheSame()
    {
        var memo = new HeaderMemo();
        byte[] good = [0x00, 11, .. "grpc-status"u8, 1, .. "0"u8];
        byte[] bad = [0x00, 11, .. "grpc-status"u8, 1, .. "7"u8];
        for (var i = 0; i < 3; i++)
        {
            memo.Read([0x88]).HttpStatus.ShouldBe(200);
            memo.Read(good).GrpcStatus.ShouldBe(0);
            memo.Read(bad).GrpcStatus.ShouldBe(7);
        }
    }
}
