using Google.Protobuf.WellKnownTypes;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests.Wire;

/// <summary>Random earns and answers, well-formed and not, from a seed.</summary>
internal sealed class RandomMessages(int seed)
{
    private static readonly string[] Texts =
        ["", "a", "42", "card-0815", "Käse", "日本酒", "🧀", "7f3c0d5e-2f7b-4f43-9a55-0b1a8f1b6e0c", new string('x', 200)];

    private static readonly string[] Quantities =
        ["", "1", "0.435", "1000000", "1000000.001", "1.2345", "-1", "1e3", " 1", ".5", "007", "1,5", "٣"];

    private readonly Random _random = new(seed);

    public EarnPointsRequest Request()
    {
        var request = new EarnPointsRequest { ProgramId = Text(), MemberId = Text(), RequestId = Text() };
        if (Chance(80))
            request.OccurTime = new Timestamp { Seconds = Number(), Nanos = (int)Number() };
        if (Chance(60))
            request.Context = Context();
        if (Chance(90))
            request.Basket = Basket();
        if (Chance(30))
            request.ExpectedRevision = Number();
        if (Chance(30))
            request.MemberIdentifier = new Identifier { Kind = Text(), Value = Text() };
        return request;
    }

    public MemberEvent.PointsEarned Earned() => new(
        new Core.Baskets.Basket("GBP", []),
        Number(),
        [.. Enumerable.Range(0, _random.Next(4))
            .Select(_ => new Core.Programs.AppliedRule(Text(), Number(), Number()))])
    {
        Origin = new EntryOrigin
        {
            Revision = Number(),
            RecordTime = new LedgerTime(Number()),
            OccurTime = new LedgerTime(Number()),
            RequestId = Text(),
            RequestKey = 1,
            ContentHash = default,
            Principal = Text(),
            ProgramVersion = Number(),
            Context = Chance(50)
                ? Core.Baskets.TillContext.Empty
                : new Core.Baskets.TillContext(Text(), Text(), Text(), Text(), Text()),
        },
        PendingEvent = Chance(70) ? "" : Text(),
        Inactivity = Chance(70)
            ? null
            : new Core.Members.Inactivity(
                Chance(30) ? LedgerTime.Never : new LedgerTime(Number()),
                Chance(30) ? default : new LedgerTime(Number())),
        Tier = Chance(60) ? null : new Core.Tiers.TierChange
        {
            Counting = default,
            Count = new Core.Tiers.TierCount(default, default, default, Chance(30) ? 0 : Number()),
            Held = new Core.Tiers.TierHold(
                Chance(20) ? "" : Text(), Chance(30) ? LedgerTime.Never : new LedgerTime(Number())),
            ReviewTime = LedgerTime.Never,
            Progress = new Core.Tiers.TierProgress(
                Number(), Chance(30) ? LedgerTime.Never : new LedgerTime(Number()), Text(), Number(), Number()),
        },
        Settlement = new Settlement(
            [
                new LotChange(1, _random.Next(), Chance(50)
                    ? _random.GetItems([LedgerTime.Never, LedgerTime.WhenInactive], 1)[0]
                    : new LedgerTime(Number()))
                {
                    ActivateTime = Chance(50) ? default
                        : Chance(30) ? LedgerTime.Never
                        : new LedgerTime(Number()),
                },
            ],
            _random.Next() - (int.MaxValue / 2)),
        BalanceAfter = new Core.Members.Balance(Number(), Number(), Number(), Number()),
    };

    public string Text() => Texts[_random.Next(Texts.Length)];

    public bool Chance(int percent) => _random.Next(100) < percent;

    /// <summary>Some bytes of a message changed, cut, doubled or moved.</summary>
    public byte[] Mutate(byte[] message)
    {
        var bytes = message.ToList();
        for (var times = _random.Next(1, 4); times > 0 && bytes.Count > 0; times--)
        {
            var at = _random.Next(bytes.Count);
            var length = _random.Next(1, Math.Min(12, bytes.Count - at) + 1);
            switch (_random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)_random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                default:
                    bytes[at] ^= (byte)(1 << _random.Next(8));
                    break;
            }
        }

        return [.. bytes];
    }

    private TillContext Context()
        => new() { StoreId = Text(), TillId = Text(), CashierId = Text(), ReceiptId = Text(), Channel = Text() };

    private Basket Basket()
    {
        var basket = new Basket { CurrencyCode = Chance(80) ? "GBP" : Text() };
        var count = Chance(2) ? 1_000 + _random.Next(3) : _random.Next(7);
        for (var i = 0; i < count; i++)
        {
            var line = new BasketLine
            {
                LineId = Text(),
                Sku = Text(),
                Quantity = Quantities[_random.Next(Quantities.Length)],
                AmountMinor = Number(),
            };
            for (var c = Chance(5) ? 20 : _random.Next(3); c > 0; c--)
                line.Categories.Add(Text());
            basket.Lines.Add(line);
        }

        for (var i = Chance(2) ? 17 : Chance(30) ? _random.Next(4) : 0; i > 0; i--)
            basket.Payments.Add(new Payment { Tender = Text(), AmountMinor = Number() });
        return basket;
    }

    private long Number() => _random.Next(4) switch
    {
        0 => 0,
        1 => _random.Next(1_000),
        2 => _random.NextInt64(),
        _ => -_random.NextInt64(),
    };
}
