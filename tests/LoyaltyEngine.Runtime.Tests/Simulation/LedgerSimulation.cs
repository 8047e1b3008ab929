using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Journal.Tests.Simulation;
using LoyaltyEngine.Runtime.Tests.Audit;

namespace LoyaltyEngine.Runtime.Tests.Simulation;

/// <summary>
/// Tills, a ledger, its log and a disk that loses power, all driven by one seed on one thread: requests new, repeated,
/// changed and cancelled, answers that get lost, writes at any moment, restarts, kills and losses of power at any call
/// of the disk, clocks that go back. An <see cref="AnswerBook"/> holds every answer ever given against what is there
/// after each start.
/// </summary>
internal sealed class LedgerSimulation(int seed, Action<SimulatedDisk>? mutate = null)
{
    private const int MemberCount = 4;
    private const int CardCount = 3;
    private const int LivesMax = 6;
    private const int StepsPerLife = 70;

    private readonly Random _random = new(seed);
    private readonly AnswerBook _book = new();
    private readonly List<SentRequest> _sent = [];
    private readonly List<Task> _underWay = [];
    private readonly HashSet<SentRequest> _unanswered = [];
    private readonly DateTimeOffset _begin = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public int PowerLosses { get; private set; }

    public int Accepted => _book.AcceptedCount;

    public int Rejected => _book.RejectedCount;

    /// <summary>Requests of whose outcome nobody was told: how many had taken effect, and how many had not.</summary>
    public (int Present, int Absent) Unknown { get; private set; }

    public async Task RunAsync()
    {
        var disk = new SimulatedDisk(seed);
        mutate?.Invoke(disk);
        for (var life = 0; life < LivesMax; life++)
        {
            if (_random.Next(4) > 0)
                disk.PowerLossAt = disk.ChangeCount + _random.Next(1, 160);
            await LiveAsync(disk);
            if (disk.IsOff)
                PowerLosses++;
            disk.Restart();
        }

        var last = await OpenAsync(disk);
        await AuditAsync(last);
    }

    private async Task LiveAsync(SimulatedDisk disk)
    {
        EmbeddedJournal? journal = null;
        try
        {
            journal = OpenJournal(disk);
            var rig = await OpenAsync(disk, journal);
            await AuditAsync(rig);
            for (var step = 0; step < StepsPerLife && !disk.IsOff; step++)
                Step(rig);
            if (_random.Next(3) == 0 && !disk.IsOff)
                await journal.DisposeAsync();
            else if (_random.Next(2) == 0)
                disk.LosePower();
        }
        catch (Exception cause) when (disk.IsOff && cause is IOException or JournalFailedException)
        {
            // The power went: what was under way is unknown.
        }

        if (disk.IsOff && journal is not null)
            await journal.DisposeAsync();
        await Task.WhenAll(_underWay.Where(task => task.IsCompleted));
        _underWay.Clear();
    }

    private EmbeddedJournal OpenJournal(SimulatedDisk disk) => EmbeddedRig.OpenJournal(
        disk,
        segmentBytes: 8 * 1024 * (1 + (seed % 4)),
        queueCountMax: seed % 5 == 0 ? 6 : 1_000,
        batchBytesMax: 512 << (seed % 4));

    private Task<EmbeddedRig> OpenAsync(SimulatedDisk disk, EmbeddedJournal? journal = null)
    {
        var clock = LedgerRig.NewClock();
        clock.AdjustTime(_begin.AddMinutes(_random.Next(200) - 4));
        var options = new LedgerOptions
        {
            MembersHeldMax = 1 + (seed % MemberCount),
            SnapshotInterval = 1 + (seed % 7),
        };
        return EmbeddedRig.OpenAsync(disk, journal ?? OpenJournal(disk), options, clock);
    }

    private void Step(EmbeddedRig rig)
    {
        switch (_random.Next(20))
        {
            case < 8:
                Send(rig, NewRequest());
                break;
            case < 10 when _sent.Count > 0:
                Send(rig, _sent[_random.Next(_sent.Count)]);
                break;
            case 10 when _sent.Count > 0:
                Send(rig, Changed(_sent[_random.Next(_sent.Count)]));
                break;
            case < 15:
                rig.Journal.Writer.RunOnce();
                break;
            case 15:
                rig.Journal.Housekeeper.RunOnce();
                break;
            case 16:
                rig.Journal.Spare.Prepare();
                break;
            case 17:
                rig.Ledger.Clock.Advance(TimeSpan.FromSeconds(_random.Next(100)));
                break;
            case 18:
                Track(_book.ReadBalanceAsync(rig.Ledger, RandomMember()));
                break;
            case 19 when _sent.Count > 0:
                var asked = _sent[_random.Next(_sent.Count)];
                Track(_book.ReadOutcomeAsync(rig.Ledger, asked.Member, asked.Id));
                break;
        }
    }

    private void Send(EmbeddedRig rig, SentRequest request)
    {
        _sent.Add(request);
        _unanswered.Add(request);
        Track(SendAsync(rig.Ledger, request));
    }

    private async Task SendAsync(LedgerRig ledger, SentRequest request)
    {
        await _book.SendAsync(ledger, request);
        _unanswered.Remove(request);
    }

    private void Track(Task task) => _underWay.Add(IgnoreOutagesAsync(task));

    private static async Task IgnoreOutagesAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception cause) when (
            cause is JournalFailedException or NodeOverloadedException or ObjectDisposedException)
        {
            // Nobody was told anything.
        }
    }

    private SentRequest NewRequest()
    {
        var (member, id) = (RandomMember(), $"r{_sent.Count}");
        return _random.Next(17) switch
        {
            0 => new SentRequest(member, id, SentKind.Enrol),
            1 => new SentRequest(member, id, SentKind.Enrol, Undoes: $"c{_random.Next(CardCount)}"),
            < 6 => new SentRequest(member, id, SentKind.Earn, _random.Next(40)),
            < 9 => new SentRequest(member, id, SentKind.Burn, _random.Next(1, 40)),
            9 => new SentRequest(member, id, SentKind.Return, _random.Next(30)),
            13 or 14 => new SentRequest(member, id, SentKind.ReturnSale, _random.Next(20), AnySaleOf(member)),
            15 or 16 => new SentRequest(member, id, SentKind.Exchange, _random.Next(40), AnySaleOf(member))
            {
                Back = _random.Next(20),
            },
            12 => new SentRequest(
                member, id, SentKind.Adjust, _random.Next(1, 30) * (_random.Next(3) == 0 ? -1 : 1)),
            10 => new SentRequest(member, $"r{_random.Next(_sent.Count + 4)}", SentKind.Cancel),
            _ => new SentRequest(member, id, SentKind.Reverse, 0, $"r{_random.Next(_sent.Count + 1)}"),
        };
    }

    private string AnySaleOf(string member)
    {
        var sales = _sent
            .Where(sent => sent.Kind is SentKind.Earn or SentKind.Exchange && sent.Member == member).ToList();
        return sales.Count == 0 ? "never" : sales[_random.Next(sales.Count)].Id;
    }

    private SentRequest Changed(SentRequest request) => request.Kind == SentKind.Earn && _random.Next(2) == 0
        ? request with { Kind = SentKind.Burn, Points = Math.Max(1, request.Points) }
        : request with { Kind = SentKind.Earn, Points = Math.Max(0, request.Points) + 1 };

    private string RandomMember() => $"m{_random.Next(MemberCount)}";

    // Everything that was ever answered still stands, and a retry says so; what was not answered is there once or not.
    private async Task AuditAsync(EmbeddedRig rig)
    {
        var members = await FeedAudit.ReadAsync(rig.Journal);
        for (var i = 0; i < MemberCount; i++)
        {
            var member = $"m{i}";
            var entries = members.GetValueOrDefault(member) ?? [];
            var history = _book.Audit(member, entries);
            var balance = await rig.DoAsync(ledger => ledger.BalanceAsync(member));
            balance.Revision.ShouldBe(history.Revision);
            (balance.Balance.Available, balance.Balance.Debt).ShouldBe(history.Balances[^1]);
            if (history.IsEnrolled)
            {
                (await rig.DoAsync(ledger => ledger.HistoryAsync(member))).Select(LedgerRig.Bytes)
                    .ShouldBe(entries.Select(LedgerRig.Bytes));
                var proof = await rig.DoAsync(
                    ledger => ledger.Support.VerifyAsync(ledger.Program, member, CancellationToken.None));
                proof.ShouldNotBeNull().Faults.ShouldBeEmpty();
            }

            await RetryAsync(rig, history, member);
        }

        _unanswered.Clear();
    }

    private async Task RetryAsync(EmbeddedRig rig, MemberHistory history, string member)
    {
        foreach (var unknown in _unanswered.Where(request => request.Member == member))
        {
            Unknown = history.ByRequest.ContainsKey(unknown.Id)
                ? (Unknown.Present + 1, Unknown.Absent)
                : (Unknown.Present, Unknown.Absent + 1);
        }

        foreach (var (id, held) in history.ByRequest.Where(_ => _random.Next(3) == 0))
        {
            var outcome = await rig.DoAsync(ledger => ledger.OutcomeAsync(id, member));
            LedgerRig.Bytes(outcome.Event).ShouldBe(LedgerRig.Bytes(held));
        }

        foreach (var request in _sent.Where(request => request.Member == member && _random.Next(4) == 0).ToList())
        {
            var known = history.ByRequest.ContainsKey(request.Id);
            var answer = await rig.DoAsync(ledger => _book.SendAsync(ledger, request));
            if (answer.IsReplay)
                known.ShouldBeTrue($"{request} was answered as before, but there was nothing before");
            // A retry that was decided afresh is part of the history from now on.
            if (answer is { Event: { } change, IsReplay: false })
            {
                known.ShouldBeFalse($"{request} took effect a second time");
                history.ByRequest.Add(request.Id, change);
            }
        }
    }
}
