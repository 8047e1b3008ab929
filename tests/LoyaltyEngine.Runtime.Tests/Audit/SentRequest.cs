namespace LoyaltyEngine.Runtime.Tests.Audit;

/// <summary>What a request asks.</summary>
internal enum SentKind
{
    Enrol,
    Earn,
    Burn,
    Return,
    ReturnSale,
    Exchange,
    Reverse,
    Adjust,
    Cancel,
}

/// <summary>A request as a till sent it.</summary>
/// <param name="Member">The member.</param>
/// <param name="Id">The request id.</param>
/// <param name="Kind">What it asks.</param>
/// <param name="Points">How many points it is about, where it is about points.</param>
/// <param name="Undoes">The request that it undoes, the sale that it returns, or the identifier that it claims.</param>
internal sealed record SentRequest(string Member, string Id, SentKind Kind, long Points = 0, string Undoes = "")
{
    /// <summary>How many points' worth an exchange brings back; 0 for all that is left of its sale.</summary>
    public long Back { get; init; }

    public Task<WriteAnswer> SendAsync(LedgerRig rig) => Kind switch
    {
        SentKind.Enrol => rig.EnrolAsync(Member, Id, Undoes.Length == 0 ? [] : [Undoes]),
        SentKind.Earn => rig.EarnAsync(Points, Id, Member),
        SentKind.Burn => rig.BurnAsync(Points, Id, Member),
        SentKind.Return => rig.ReturnAsync(Points, Id, Member),
        SentKind.ReturnSale => rig.ReturnSaleAsync(Points, Undoes, Id, Member),
        SentKind.Exchange => rig.ExchangeAsync(Back, Points, Undoes, Id, Member),
        SentKind.Adjust => rig.AdjustAsync(Points, Id, Member),
        SentKind.Reverse => rig.ReverseAsync(Undoes, Id, Member),
        _ => rig.CancelAsync(Id, Member),
    };
}
