using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Runtime.Tests.Support;

/// <summary>One random thing after another with one member, and what each answer said.</summary>
internal sealed class RandomTrade(int seed)
{
    public const string Rules = """
        program: shop
        currency: GBP
        time_zone: Europe/London
        begins: 2009-01-01
        earning:
          base: { points: 2, per: 1.50, rounding: half_up }
          rules:
            - id: cake
              when: { category: [cake] }
              multiplier: 1.7
            - id: jam
              when: { sku: [JAM] }
              points: 9
            - id: corner
              when: { store: [S2] }
              multiplier: 3
          exclusions:
            - category: [gift]
        burning: { points_per_unit: 100, minimum: 5, step: 5 }
        returns: { without_reference: take_back, shortfall: SHORTFALL }
        adjustments: { maximum: 60, daily_maximum: 1000, shortfall: debt }
        """;

    private readonly Random _random = new(seed);
    private int _id;

    /// <summary>Every entry that was answered, in order.</summary>
    public List<MemberEvent> Entries { get; } = [];

    /// <summary>One of two versions of a program with rules.</summary>
    public static string Program(bool forgives) =>
        Rules.Replace("SHORTFALL", forgives ? "forgive" : "debt", StringComparison.Ordinal);

    public Basket Basket() => new("GBP",
    [
        .. Enumerable.Range(1, _random.Next(1, 6)).Select(line => new BasketLine(
            $"{line}",
            _random.Next(4) == 0 ? "JAM" : "22423",
            _random.Next(3) switch { 0 => ["cake"], 1 => ["gift", "cake"], _ => [] },
            1_000,
            _random.Next(3_000))),
    ]);

    public TillContext Context() => TillContext.Empty with { StoreId = _random.Next(3) == 0 ? "S2" : "S1" };

    /// <summary>One thing more.</summary>
    public async Task StepAsync(LedgerRig rig)
    {
        var id = $"t{seed}-{_id++}";
        var head = new RequestHead(id, LedgerRig.Noon, Context(), "till", null);
        var answer = _random.Next(15) switch
        {
            < 4 => await rig.Ledger.EarnAsync(rig.Program, LedgerRig.Ada, head, Basket()),
            < 6 => await rig.Ledger.BurnAsync(rig.Program, LedgerRig.Ada, head, 5 * _random.Next(1, 8)),
            6 => await rig.Ledger.ReturnAsync(rig.Program, LedgerRig.Ada, head, Basket()),
            > 11 => await rig.Ledger.ExchangeAsync(
                rig.Program,
                LedgerRig.Ada,
                head,
                new(_random.Next(1, Entries.Count + 2), ""),
                _random.Next(3) == 0 ? [] : [new("1", 0, _random.Next(1, 1_000))],
                Basket()),
            < 9 => await rig.AdjustAsync(
                _random.Next(1, 60) * (_random.Next(2) == 0 ? 1 : -1), id, reason: _random.Next(2) == 0 ? "a" : "b"),
            _ => await rig.ReverseAsync(_random.Next(1, Entries.Count + 2), id),
        };
        if (answer.Event is { } entry)
            Entries.Add(entry);
    }
}
