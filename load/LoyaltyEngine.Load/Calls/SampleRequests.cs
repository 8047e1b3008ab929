using Google.Protobuf.WellKnownTypes;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Load.Calls;

/// <summary>
/// The requests of a run, built by the generated classes from a fixed seed: every run, and every side of a comparison,
/// sends the same ones.
/// </summary>
internal sealed class SampleRequests(string programId, string currencyCode, int lines)
{
    /// <summary>How many different baskets take turns.</summary>
    private const int Baskets = 64;

    /// <summary>How many categories there are; rules name them.</summary>
    public const int Categories = 100;

    private const int Articles = 5_000;
    private const int Seed = 20_101_201;

    /// <summary>
    /// What all request ids of this run begin with. With the twelve digits of the sequence they are as wide as a UUID,
    /// which is what tills send.
    /// </summary>
    public string RequestIdPrefix { get; } = Guid.NewGuid().ToString()[..24];

    private string RequestId => RequestIdPrefix + RequestTemplate.SequencePlace;

    /// <summary>Purchases of so many lines, 64 different ones.</summary>
    public IEnumerable<EarnPointsRequest> Purchases()
    {
        var random = new Random(Seed);
        for (var i = 0; i < Baskets; i++)
        {
            var request = new EarnPointsRequest
            {
                ProgramId = programId,
                MemberId = RequestTemplate.MemberPlace,
                RequestId = RequestId,
                OccurTime = new Timestamp { Seconds = RequestTemplate.SecondsPlace },
                Context = new TillContext
                {
                    StoreId = $"store-{random.Next(1, 200):D3}",
                    TillId = $"till-{random.Next(1, 20):D2}",
                    CashierId = $"c{random.Next(1_000, 9_999)}",
                    ReceiptId = $"{random.Next(100_000_000, 999_999_999)}",
                },
                Basket = new Basket { CurrencyCode = currencyCode },
            };

            for (var line = 0; line < lines; line++)
                request.Basket.Lines.Add(Line(random));
            yield return request;
        }
    }

    /// <summary>The question for a member's balance.</summary>
    public GetBalanceRequest Balance() =>
        new() { ProgramId = programId, MemberId = RequestTemplate.MemberPlace };

    /// <summary>The enrolment of a member.</summary>
    public EnrolMemberRequest Enrolment() => new()
    {
        ProgramId = programId,
        MemberId = RequestTemplate.MemberPlace,
        RequestId = RequestId,
        OccurTime = new Timestamp { Seconds = RequestTemplate.SecondsPlace },
    };

    /// <summary>A category's name.</summary>
    public static string Category(int number) => $"category-{number:D2}";

    private static BasketLine Line(Random random)
    {
        var article = random.Next(Articles);
        return new BasketLine
        {
            Sku = $"SKU-{article:D5}",
            Categories = { Category(article % Categories) },
            Quantity = random.Next(1, 5).ToString(),
            AmountMinor = random.Next(50, 5_000),
        };
    }
}
