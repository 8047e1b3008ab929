using Grpc.Core;
using Grpc.Net.Client;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Client;

/// <summary>
/// Calls the engine from a till. Each call has a deadline and is sent again, with the same request id, where the engine
/// is away, overloaded or does not answer in time; how often is bounded by <see cref="LoyaltyClientOptions"/>. Where a
/// write has no request id one is made and written into the request, so that the caller can send the very same request
/// again later. Failures are <see cref="LoyaltyException"/>s. Thread-safe; hold one for the life of the process.
/// </summary>
public sealed class LoyaltyClient : IDisposable
{
    private readonly RetryingCaller _caller;
    private readonly Services[] _connections;
    private readonly GrpcChannel[] _channels = [];

    /// <summary>Opens no connection yet: the first call does.</summary>
    public LoyaltyClient(LoyaltyClientOptions options)
        : this(options, ChannelsOf(options))
    {
    }

    internal LoyaltyClient(LoyaltyClientOptions options, IEnumerable<CallInvoker> connections)
    {
        _caller = new RetryingCaller(options);
        _connections = [.. connections.Select(connection => new Services(connection))];
    }

    private LoyaltyClient(LoyaltyClientOptions options, GrpcChannel[] channels)
        : this(options, channels.Select(channel => channel.CreateCallInvoker()))
    {
        _channels = channels;
    }

    /// <summary>Adds the points that a purchase earns.</summary>
    public Task<EarnPointsResponse> EarnPointsAsync(
        EarnPointsRequest request, CancellationToken cancellation = default) =>
        WriteAsync(request, (to, options) => to.Till.EarnPointsAsync(request, options), cancellation);

    /// <summary>Takes points as payment.</summary>
    public Task<BurnPointsResponse> BurnPointsAsync(
        BurnPointsRequest request, CancellationToken cancellation = default) =>
        WriteAsync(request, (to, options) => to.Till.BurnPointsAsync(request, options), cancellation);

    /// <summary>Makes the points of a sale available that wait for an event.</summary>
    public Task<ActivatePointsResponse> ActivatePointsAsync(
        ActivatePointsRequest request, CancellationToken cancellation = default) =>
        WriteAsync(request, (to, options) => to.Till.ActivatePointsAsync(request, options), cancellation);

    /// <summary>Holds points for a burn under way.</summary>
    public Task<ReservePointsResponse> ReservePointsAsync(
        ReservePointsRequest request, CancellationToken cancellation = default) =>
        WriteAsync(request, (to, options) => to.Till.ReservePointsAsync(request, options), cancellation);

    /// <summary>Burns reserved points, or a part of them, and frees the rest.</summary>
    public Task<CaptureReservationResponse> CaptureReservationAsync(
        CaptureReservationRequest request, CancellationToken cancellation = default) =>
        WriteAsync(request, (to, options) => to.Till.CaptureReservationAsync(request, options), cancellation);

    /// <summary>Frees reserved points.</summary>
    public Task<ReleaseReservationResponse> ReleaseReservationAsync(
        ReleaseReservationRequest request, CancellationToken cancellation = default) =>
        WriteAsync(request, (to, options) => to.Till.ReleaseReservationAsync(request, options), cancellation);

    /// <summary>Lets a reservation end later.</summary>
    public Task<ExtendReservationResponse> ExtendReservationAsync(
        ExtendReservationRequest request, CancellationToken cancellation = default) =>
        WriteAsync(request, (to, options) => to.Till.ExtendReservationAsync(request, options), cancellation);

    /// <summary>Takes back what goods brought back would have earned.</summary>
    public Task<ReturnPurchaseResponse> ReturnPurchaseAsync(
        ReturnPurchaseRequest request, CancellationToken cancellation = default) =>
        WriteAsync(request, (to, options) => to.Till.ReturnPurchaseAsync(request, options), cancellation);

    /// <summary>Takes back what goods brought back had earned, and adds what the purchase in their place
    /// earns.</summary>
    public Task<ExchangePurchaseResponse> ExchangePurchaseAsync(
        ExchangePurchaseRequest request, CancellationToken cancellation = default) =>
        WriteAsync(request, (to, options) => to.Till.ExchangePurchaseAsync(request, options), cancellation);

    /// <summary>Undoes one earn or one burn in full.</summary>
    public Task<ReversePointsResponse> ReversePointsAsync(
        ReversePointsRequest request, CancellationToken cancellation = default) =>
        WriteAsync(request, (to, options) => to.Till.ReversePointsAsync(request, options), cancellation);

    /// <summary>Reads a member's balance.</summary>
    public Task<GetBalanceResponse> GetBalanceAsync(
        GetBalanceRequest request, CancellationToken cancellation = default) =>
        CallAsync(
            HomeOf(request.MemberId, request.MemberIdentifier),
            (to, options) => to.Till.GetBalanceAsync(request, options), cancellation);

    /// <summary>Tells what a purchase would earn and what may be burned; nothing is written.</summary>
    public Task<QuotePointsResponse> QuotePointsAsync(
        QuotePointsRequest request, CancellationToken cancellation = default) =>
        CallAsync(request.MemberId, (to, options) => to.Till.QuotePointsAsync(request, options), cancellation);

    /// <summary>Tells what became of a request. That nothing is known of it is not final.</summary>
    public Task<GetOutcomeResponse> GetOutcomeAsync(
        GetOutcomeRequest request, CancellationToken cancellation = default) =>
        CallAsync(
            HomeOf(request.MemberId, request.MemberIdentifier),
            (to, options) => to.Till.GetOutcomeAsync(request, options), cancellation);

    /// <summary>Makes sure that a request can never take effect, or tells that it did.</summary>
    public Task<CancelRequestResponse> CancelRequestAsync(
        CancelRequestRequest request, CancellationToken cancellation = default) =>
        CallAsync(
            HomeOf(request.MemberId, request.MemberIdentifier),
            (to, options) => to.Till.CancelRequestAsync(request, options), cancellation);

    /// <summary>Enrols a member.</summary>
    public Task<EnrolMemberResponse> EnrolMemberAsync(
        EnrolMemberRequest request, CancellationToken cancellation = default)
    {
        request.RequestId = GivenOrNew(request.RequestId);
        return CallAsync(
            request.MemberId, (to, options) => to.Members.EnrolMemberAsync(request, options), cancellation);
    }

    /// <summary>Reads a member.</summary>
    public Task<GetMemberResponse> GetMemberAsync(GetMemberRequest request, CancellationToken cancellation = default) =>
        CallAsync(request.MemberId, (to, options) => to.Members.GetMemberAsync(request, options), cancellation);

    /// <summary>Lists a page of a member's entries, newest first.</summary>
    public Task<ListEntriesResponse> ListEntriesAsync(
        ListEntriesRequest request, CancellationToken cancellation = default) =>
        CallAsync(request.MemberId, (to, options) => to.Members.ListEntriesAsync(request, options), cancellation);

    /// <summary>Finds who has an identifier, or had it last.</summary>
    public Task<FindMemberResponse> FindMemberAsync(
        FindMemberRequest request, CancellationToken cancellation = default) =>
        CallAsync("", (to, options) => to.Members.FindMemberAsync(request, options), cancellation);

    /// <summary>Gives a member one more identifier.</summary>
    public Task<AddIdentifierResponse> AddIdentifierAsync(
        AddIdentifierRequest request, CancellationToken cancellation = default)
    {
        request.RequestId = GivenOrNew(request.RequestId);
        return CallAsync(
            request.MemberId, (to, options) => to.Members.AddIdentifierAsync(request, options), cancellation);
    }

    /// <summary>Takes an identifier from a member.</summary>
    public Task<RemoveIdentifierResponse> RemoveIdentifierAsync(
        RemoveIdentifierRequest request, CancellationToken cancellation = default)
    {
        request.RequestId = GivenOrNew(request.RequestId);
        return CallAsync(
            request.MemberId, (to, options) => to.Members.RemoveIdentifierAsync(request, options), cancellation);
    }

    /// <summary>Replaces an identifier, as where a card was lost.</summary>
    public Task<ReplaceIdentifierResponse> ReplaceIdentifierAsync(
        ReplaceIdentifierRequest request, CancellationToken cancellation = default)
    {
        request.RequestId = GivenOrNew(request.RequestId);
        return CallAsync(
            request.MemberId, (to, options) => to.Members.ReplaceIdentifierAsync(request, options), cancellation);
    }

    /// <summary>Changes what is known of a member.</summary>
    public Task<UpdateMemberResponse> UpdateMemberAsync(
        UpdateMemberRequest request, CancellationToken cancellation = default)
    {
        request.RequestId = GivenOrNew(request.RequestId);
        return CallAsync(
            request.MemberId, (to, options) => to.Members.UpdateMemberAsync(request, options), cancellation);
    }

    /// <summary>Blocks, closes or opens an account.</summary>
    public Task<SetMemberStatusResponse> SetMemberStatusAsync(
        SetMemberStatusRequest request, CancellationToken cancellation = default)
    {
        request.RequestId = GivenOrNew(request.RequestId);
        return CallAsync(
            request.MemberId, (to, options) => to.Members.SetMemberStatusAsync(request, options), cancellation);
    }

    /// <summary>Erases a person.</summary>
    public Task<EraseMemberResponse> EraseMemberAsync(
        EraseMemberRequest request, CancellationToken cancellation = default)
    {
        request.RequestId = GivenOrNew(request.RequestId);
        return CallAsync(
            request.MemberId, (to, options) => to.Members.EraseMemberAsync(request, options), cancellation);
    }

    /// <summary>Gives all that is held of a member, as JSON.</summary>
    public Task<ExportMemberResponse> ExportMemberAsync(
        ExportMemberRequest request, CancellationToken cancellation = default) =>
        CallAsync(
            request.MemberId, (to, options) => to.Members.ExportMemberAsync(request, options), cancellation);

    /// <summary>Reads one version of a program.</summary>
    public Task<GetProgramResponse> GetProgramAsync(
        GetProgramRequest request, CancellationToken cancellation = default) =>
        CallAsync("", (to, options) => to.Programs.GetProgramAsync(request, options), cancellation);

    /// <summary>Lists a page of a program's versions, the newest first.</summary>
    public Task<ListProgramVersionsResponse> ListProgramVersionsAsync(
        ListProgramVersionsRequest request, CancellationToken cancellation = default) =>
        CallAsync("", (to, options) => to.Programs.ListProgramVersionsAsync(request, options), cancellation);

    /// <summary>Tells every fault of a program, or what would change by it.</summary>
    public Task<ValidateProgramResponse> ValidateProgramAsync(
        ValidateProgramRequest request, CancellationToken cancellation = default) =>
        CallAsync("", (to, options) => to.Programs.ValidateProgramAsync(request, options), cancellation);

    /// <summary>Tells a part of who would move where by other tiers.</summary>
    public Task<PreviewTiersResponse> PreviewTiersAsync(
        PreviewTiersRequest request, CancellationToken cancellation = default) =>
        CallAsync("", (to, options) => to.Programs.PreviewTiersAsync(request, options), cancellation);

    /// <summary>Publishes a version of a program.</summary>
    public Task<PublishProgramResponse> PublishProgramAsync(
        PublishProgramRequest request, CancellationToken cancellation = default)
    {
        request.RequestId = GivenOrNew(request.RequestId);
        return CallAsync("", (to, options) => to.Programs.PublishProgramAsync(request, options), cancellation);
    }

    /// <summary>Retires a version that has not taken effect.</summary>
    public Task<RetireProgramVersionResponse> RetireProgramVersionAsync(
        RetireProgramVersionRequest request, CancellationToken cancellation = default)
    {
        request.RequestId = GivenOrNew(request.RequestId);
        return CallAsync("", (to, options) => to.Programs.RetireProgramVersionAsync(request, options), cancellation);
    }

    /// <summary>Gives or takes points by hand.</summary>
    public Task<AdjustPointsResponse> AdjustPointsAsync(
        AdjustPointsRequest request, CancellationToken cancellation = default)
    {
        request.RequestId = GivenOrNew(request.RequestId);
        return CallAsync(
            request.MemberId, (to, options) => to.Support.AdjustPointsAsync(request, options), cancellation);
    }

    /// <summary>Writes debt off.</summary>
    public Task<WriteOffDebtResponse> WriteOffDebtAsync(
        WriteOffDebtRequest request, CancellationToken cancellation = default)
    {
        request.RequestId = GivenOrNew(request.RequestId);
        return CallAsync(
            request.MemberId, (to, options) => to.Support.WriteOffDebtAsync(request, options), cancellation);
    }

    /// <summary>Grants a tier until a time, or withdraws the grant.</summary>
    public Task<GrantTierResponse> GrantTierAsync(GrantTierRequest request, CancellationToken cancellation = default)
    {
        request.RequestId = GivenOrNew(request.RequestId);
        return CallAsync(
            request.MemberId, (to, options) => to.Support.GrantTierAsync(request, options), cancellation);
    }

    /// <summary>Explains one entry.</summary>
    public Task<ExplainEntryResponse> ExplainEntryAsync(
        ExplainEntryRequest request, CancellationToken cancellation = default) =>
        CallAsync(request.MemberId, (to, options) => to.Support.ExplainEntryAsync(request, options), cancellation);

    /// <summary>Explains what a balance is made of.</summary>
    public Task<ExplainBalanceResponse> ExplainBalanceAsync(
        ExplainBalanceRequest request, CancellationToken cancellation = default) =>
        CallAsync(request.MemberId, (to, options) => to.Support.ExplainBalanceAsync(request, options), cancellation);

    /// <summary>Proves a member from the journal alone.</summary>
    public Task<VerifyMemberResponse> VerifyMemberAsync(
        VerifyMemberRequest request, CancellationToken cancellation = default) =>
        CallAsync(request.MemberId, (to, options) => to.Support.VerifyMemberAsync(request, options), cancellation);

    /// <summary>Tells which engine answers, which programs it runs and what an answer promises.</summary>
    public Task<GetServerInfoResponse> GetServerInfoAsync(CancellationToken cancellation = default) =>
        CallAsync("", (to, options) => to.Server.GetServerInfoAsync(new GetServerInfoRequest(), options), cancellation);

    /// <summary>Closes the connections. Calls under way fail.</summary>
    public void Dispose()
    {
        foreach (var channel in _channels)
            channel.Dispose();
    }

    private static string HomeOf(string memberId, Identifier? identifier) => identifier?.Value ?? memberId;

    private static string GivenOrNew(string requestId) => requestId.Length == 0 ? RequestIds.Create() : requestId;

    /// <summary>
    /// Neighbours are connections to different addresses, so that the next attempt goes to the next address.
    /// </summary>
    private static GrpcChannel[] ChannelsOf(LoyaltyClientOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfZero(options.Addresses.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ConnectionsPerAddress, 1);
        return [.. Enumerable.Range(0, options.ConnectionsPerAddress)
            .SelectMany(_ => options.Addresses.Select(address => GrpcChannel.ForAddress(address)))];
    }

    // The id is made here, so that every attempt carries the same.
    private Task<TAnswer> WriteAsync<TAnswer>(
        IWriteRequest request,
        Func<Services, CallOptions, AsyncUnaryCall<TAnswer>> call,
        CancellationToken cancellation)
    {
        request.RequestId = GivenOrNew(request.RequestId);
        return CallAsync(HomeOf(request.MemberId, request.MemberIdentifier), call, cancellation);
    }

    private Task<TAnswer> CallAsync<TAnswer>(
        string memberId, Func<Services, CallOptions, AsyncUnaryCall<TAnswer>> call, CancellationToken cancellation)
    {
        var home = (uint)memberId.GetHashCode(StringComparison.Ordinal);
        return _caller.CallAsync(
            (failed, options) => call(_connections[(home + (uint)failed) % (uint)_connections.Length], options),
            cancellation);
    }

    private sealed class Services(CallInvoker connection)
    {
        public TillService.TillServiceClient Till { get; } = new(connection);

        public MemberService.MemberServiceClient Members { get; } = new(connection);

        public ProgramService.ProgramServiceClient Programs { get; } = new(connection);

        public SupportService.SupportServiceClient Support { get; } = new(connection);

        public ServerService.ServerServiceClient Server { get; } = new(connection);
    }
}
