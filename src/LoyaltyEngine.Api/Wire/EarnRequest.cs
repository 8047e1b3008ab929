using System.Buffers;
using Google.Protobuf;
using LoyaltyEngine.Api.Validation;
using LoyaltyEngine.Core.Baskets;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Wire;

/// <summary>
/// What <c>EarnPoints</c> is asked, read from the wire without the generated message. The generated parser stays the
/// judge: it reads whatever is written in another way.
/// </summary>
public sealed class EarnRequest
{
    internal string ProgramId { get; init; } = "";

    internal string MemberId { get; init; } = "";

    internal V1.Identifier? MemberIdentifier { get; init; }

    internal string RequestId { get; init; } = "";

    internal SentTime? OccurTime { get; init; }

    internal TillContext? Context { get; init; }

    internal SentBasket? Basket { get; init; }

    internal long? ExpectedRevision { get; init; }

    /// <summary>Reads a message.</summary>
    /// <exception cref="InvalidProtocolBufferException">The bytes are none.</exception>
    internal static EarnRequest Read(in ReadOnlySequence<byte> message)
    {
        var read = message.IsSingleSegment ? EarnRequestReader.TryRead(message.FirstSpan) : TryReadPieces(message);
        return read ?? Of(V1.EarnPointsRequest.Parser.ParseFrom(message));
    }

    /// <summary>The request of a generated message.</summary>
    internal static EarnRequest Of(V1.EarnPointsRequest request) => new()
    {
        ProgramId = request.ProgramId,
        MemberId = request.MemberId,
        MemberIdentifier = request.MemberIdentifier,
        RequestId = request.RequestId,
        OccurTime = SentTime.Of(request.OccurTime),
        Context = HeadReader.Of(request.Context),
        Basket = SentBasket.Of(request.Basket),
        ExpectedRevision = request.HasExpectedRevision ? request.ExpectedRevision : null,
    };

    private static EarnRequest? TryReadPieces(in ReadOnlySequence<byte> message)
    {
        var whole = ArrayPool<byte>.Shared.Rent((int)message.Length);
        try
        {
            message.CopyTo(whole);
            return EarnRequestReader.TryRead(whole.AsSpan(0, (int)message.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }
}
