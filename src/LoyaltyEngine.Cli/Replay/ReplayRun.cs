using LoyaltyEngine.Cli.Invoices;
using LoyaltyEngine.Cli.Online;
using LoyaltyEngine.Client;
using NodaTime;

namespace LoyaltyEngine.Cli.Replay;

/// <summary>Feeds one file to an engine. Running it again, also after it was killed, ends in the same state.</summary>
internal sealed class ReplayRun(ReplayOptions options, IReplayProgress progress, TimeProvider time)
{
    private const string HowToCarryOn =
        "The same command carries on where this one stopped; nothing is counted twice.";

    /// <summary>How long one attempt may take: a file can wait longer than a customer.</summary>
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(15);

    private readonly ReplayTotals _totals = new();

    /// <summary>Replays the file and reads the members' balances.</summary>
    /// <exception cref="CommandFailedException">It cannot begin, or cannot go on.</exception>
    public async Task<ReplaySummary> RunAsync(CancellationToken cancellation)
    {
        using var file = InvoiceFile.Open(options.File);
        try
        {
            // Only now that there is something to replay to is an error file of an earlier run replaced.
            await CheckServerAsync(cancellation);
            using var errors = options.ErrorFile is null ? null : SkippedLineFile.Create(options.ErrorFile);
            return await FeedAsync(file, errors, cancellation);
        }
        catch (LoyaltyUnansweredException failure)
        {
            var told = ServerFailure.Explain(failure, options.Server, options.ProgramId);
            throw new CommandFailedException($"{told.Message} {HowToCarryOn}", failure);
        }
        catch (OperationCanceledException stop)
        {
            throw new CommandFailedException($"Stopped. {HowToCarryOn}", stop);
        }
        catch (LoyaltyException failure)
        {
            throw ServerFailure.Explain(failure, options.Server, options.ProgramId);
        }
    }

    /// <summary>Fails at once, with something to do, where there is nothing to replay to.</summary>
    private async Task CheckServerAsync(CancellationToken cancellation)
    {
        var info = await OnlineCall.RunAsync(
            options.Server, options.ProgramId, client => client.GetServerInfoAsync(cancellation));
        if (info.Programs.All(program => program.ProgramId != options.ProgramId))
            throw new CommandFailedException(InfoCommand.UnknownProgram(options.Server, options.ProgramId, info));
    }

    private async Task<ReplaySummary> FeedAsync(
        InvoiceFile file, SkippedLineFile? errors, CancellationToken cancellation)
    {
        var outages = new OutageNotices(progress.Say, options.Patience);
        using var client = new LoyaltyClient(new LoyaltyClientOptions
        {
            Addresses = [options.Server],
            ConnectionsPerAddress = options.Connections,
            AttemptTimeout = AttemptTimeout,
            MaxAttempts = int.MaxValue,
            GiveUpAfter = options.Patience,
            Retrying = outages.Retrying,
            Time = time,
        });
        var requests = new PurchaseRequests(options.ProgramId, options.CurrencyCode);
        var sender = new PurchaseSender(
            client, requests, _totals, line => errors?.Write(line), outages.Answered, time);
        var reader = new PurchaseReader(file.ReadRecord, Parser(), Skip, options.Limit);
        var matcher = options.MatchReturns ? new ReturnMatcher() : null;

        var begin = time.GetTimestamp();
        await progress.ShowWhileAsync(
            () => new ReplayStanding(
                (double)file.ReadBytes / Math.Max(1, file.LengthBytes),
                _totals.AnsweredPurchases,
                time.GetElapsedTime(begin)),
            () => SendAllAsync(reader, matcher, sender, cancellation));
        var feeding = time.GetElapsedTime(begin);

        await ReadBalancesAsync(client, requests, sender.Members, cancellation);
        return _totals.Summarize(reader.LineCount, feeding, matcher?.Counts);

        void Skip(SkippedLine line)
        {
            _totals.Skipped(line.Reason, 1);
            errors?.Write(line);
        }
    }

    private InvoiceLineParser Parser() => new(DateTimeZoneProviders.Tzdb[options.Zone], options.DateFormat);

    private async Task SendAllAsync(
        PurchaseReader reader, ReturnMatcher? matcher, PurchaseSender sender, CancellationToken cancellation)
    {
        using var chains = new MemberChains(options.InFlight);
        await using var stop = cancellation.Register(chains.Stop);
        try
        {
            foreach (var purchase in reader.ReadAll())
            {
                var matched = matcher?.Take(purchase);
                await chains.RunAsync(
                    purchase.MemberId, stopped => sender.SendAsync(purchase, matched, stopped), cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // Either the caller wishes to stop or a purchase failed; which of them, the chains tell.
        }
        catch
        {
            chains.Stop();
            await IgnoringFailure(chains.FinishAsync());
            throw;
        }

        await chains.FinishAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    private async Task ReadBalancesAsync(
        LoyaltyClient client, PurchaseRequests requests, IEnumerable<string> members, CancellationToken cancellation)
    {
        var aside = new ParallelOptions { MaxDegreeOfParallelism = options.InFlight, CancellationToken = cancellation };
        await Parallel.ForEachAsync(members, aside, async (member, cancelled) =>
        {
            var answer = await client.GetBalanceAsync(requests.Balance(member), cancelled);
            _totals.Read(answer.Balance);
        });
    }

    private static Task IgnoringFailure(Task task) => task.ContinueWith(
        done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
