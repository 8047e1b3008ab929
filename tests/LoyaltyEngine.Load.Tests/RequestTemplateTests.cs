using Google.Protobuf;
using LoyaltyEngine.Load.Calls;
using LoyaltyEngine.Load.Http2;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Load.Tests;

public sealed class RequestTemplateTests
{
    private const int HeaderBlock = 3;
    private static readonly SampleRequests Requests = new("load", "GBP", 5);

    [Fact]
    public void Write_Purchase_IsTheFramesOfAPurchaseWithItsOwnIds()
    {
        var purchase = Requests.Purchases().First();
        var template = new RequestTemplate(new byte[HeaderBlock], purchase.ToByteArray());
        var frames = new byte[template.Size];
        var call = new Call { StreamId = 77, Member = 4711, Sequence = 0x0000_0123_4567_89AB };

        template.Write(frames, call, 1_800_000_000).ShouldBe(template.Size);

        FrameHeader.Read(frames).ShouldBe(new FrameHeader(HeaderBlock, FrameType.Headers, FrameHeader.EndHeaders, 77));
        var data = frames.AsSpan(FrameHeader.Size + HeaderBlock);
        FrameHeader.Read(data).ShouldBe(new FrameHeader(template.DataSize, FrameType.Data, FrameHeader.EndStream, 77));
        var message = data[(FrameHeader.Size + Call.PrefixSize)..];
        purchase.MemberId = "m00004711";
        purchase.RequestId = Requests.RequestIdPrefix + "0123456789ab";
        purchase.OccurTime.Seconds = 1_800_000_000;
        EarnPointsRequest.Parser.ParseFrom(message).ShouldBe(purchase);
    }

    [Fact]
    public void Purchases_OfTwoRuns_DifferInNothingButTheRun()
    {
        var other = new SampleRequests("load", "GBP", 5).Purchases().ToArray();
        foreach (var (first, second) in Requests.Purchases().Zip(other))
        {
            first.Basket.ShouldBe(second.Basket);
            first.RequestId.ShouldNotBe(second.RequestId);
            first.RequestId.Length.ShouldBe(36);
        }
    }

    [Fact]
    public void NewSlice_ManySlices_NeverDealsASequenceTwice()
    {
        var sequences = new Sequences();
        var firsts = Enumerable.Range(0, 100).SelectMany(_ => sequences.NewSlice(Sequences.Threads)).ToArray();
        firsts.Distinct().Count().ShouldBe(firsts.Length);
        firsts.Order().Zip(firsts.Order().Skip(1), (a, b) => b - a).Min().ShouldBeGreaterThanOrEqualTo(1L << 32);
    }
}
