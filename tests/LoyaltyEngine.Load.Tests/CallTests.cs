using LoyaltyEngine.Load.Http2;

namespace LoyaltyEngine.Load.Tests;

public sealed class CallTests
{
    private static readonly byte[] Answer = [0, 0, 0, 0, 4, 1, 2, 3, 4];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(9)]
    public void Take_InPieces_IsTheWholeAnswer(int piece)
    {
        var call = Good();
        for (var i = 0; i < Answer.Length; i += piece)
            call.Take(Answer.AsSpan(i, Math.Min(piece, Answer.Length - i)), keep: true);

        call.Failure().ShouldBeNull();
        call.Message.ToArray().ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void Failure_AnswerCutOff_IsNamed()
    {
        var call = Good();
        call.Take(Answer.AsSpan(0, 8), keep: false);
        call.Failure().ShouldBe("wrong answer length");
    }

    [Fact]
    public void Failure_TwoAnswers_IsNamed()
    {
        var call = Good();
        call.Take([.. Answer, .. Answer], keep: false);
        call.Failure().ShouldBe("wrong answer length");
    }

    [Fact]
    public void Failure_NoStatus_IsNamed()
    {
        var call = Good();
        call.GrpcStatus = -1;
        call.Take(Answer, keep: false);
        call.Failure().ShouldBe("no grpc-status");
    }

    [Fact]
    public void Failure_Status_IsItsName()
    {
        var call = Good();
        call.GrpcStatus = 14;
        call.Failure().ShouldBe("UNAVAILABLE");
    }

    [Fact]
    public void Failure_Compressed_IsNamed()
    {
        var call = Good();
        call.Take([1, 0, 0, 0, 0], keep: false);
        call.Failure().ShouldBe("compressed answer");
    }

    private static Call Good()
    {
        var call = new Call();
        call.Begin(1, 0);
        (call.HttpStatus, call.GrpcStatus) = (200, 0);
        return call;
    }
}
