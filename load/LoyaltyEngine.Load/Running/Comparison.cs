using LoyaltyEngine.Load.Calls;

namespace LoyaltyEngine.Load.Running;

/// <summary>Which kinds of call take turns, and which ratios are formed of their throughputs.</summary>
/// <param name="Kinds">The order of a round's first half; the second half runs it backwards (A B B A).</param>
/// <param name="Ratios">The ratios, the most important one first.</param>
internal sealed record Comparison(IReadOnlyList<CallKind> Kinds, IReadOnlyList<RatioOf> Ratios)
{
    /// <summary>What deciding and keeping an earn costs beyond its transport.</summary>
    public static Comparison Echo { get; } = new(
        [CallKind.Echo, CallKind.Balance, CallKind.Earn],
        [new("ECHO", CallKind.Earn, CallKind.Echo), new("BALANCE", CallKind.Balance, CallKind.Echo)]);

    /// <summary>What it costs that all earns are for one member.</summary>
    public static Comparison Hot { get; } = new(
        [CallKind.Earn, CallKind.HotEarn],
        [new("HOT", CallKind.HotEarn, CallKind.Earn)]);

    /// <summary>What the gRPC stack costs beyond bare Kestrel.</summary>
    public static Comparison Rpc { get; } = new(
        [CallKind.Bare, CallKind.Empty],
        [new("RPC", CallKind.Empty, CallKind.Bare)]);

    /// <summary>One kind of call for itself.</summary>
    public static Comparison Single(CallKind kind) => new([kind], []);

    /// <summary>The order of a whole round.</summary>
    public IEnumerable<CallKind> Round => Kinds.Count == 1 ? Kinds : Kinds.Concat(Kinds.Reverse());
}
