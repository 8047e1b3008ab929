using System.Text;

namespace LoyaltyEngine.Journal.Tests.Contract;

/// <summary>What every journal promises. Each implementation runs these same tests.</summary>
public abstract class JournalContract : IAsyncLifetime
{
    protected static readonly StreamId Anna = StreamId.Member("t", "uk", "anna");
    protected static readonly StreamId Ben = StreamId.Member("t", "uk", "ben");

    private IJournal? _journal;

    protected IJournal Journal => _journal ?? throw new InvalidOperationException("Not open.");

    /// <summary>Whether what was written is there again after a reopening.</summary>
    protected virtual bool IsKept => true;

    public async ValueTask InitializeAsync() => _journal = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_journal is not null)
            await _journal.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the journal under test: the first time empty, later with what was written.</summary>
    protected abstract ValueTask<IJournal> OpenAsync();

    [Fact]
    public async Task Append_FirstRecord_IsDurableAndLoaded()
    {
        var chain = new StreamChain(Anna);
        (await AppendAsync(chain, "one", request: "r1")).ShouldBe(AppendOutcome.Durable);

        var loaded = await Journal.LoadAsync(Anna);
        loaded.Revision.ShouldBe(1);
        loaded.Hash.ShouldBe(chain.Hash);
        loaded.SnapshotRevision.ShouldBe(0);
        var record = loaded.Tail.ShouldHaveSingleItem();
        record.Stream.ShouldBe(Anna);
        record.Revision.ShouldBe(1);
        record.RequestKey.ShouldBe(RequestKey.Of("r1"));
        record.Hash.ShouldBe(chain.Hash);
        TextOf(record).ShouldBe("one");
    }

    [Fact]
    public async Task Load_UnknownStream_IsEmptyWithGenesisHash()
    {
        var loaded = await Journal.LoadAsync(Anna);
        loaded.Revision.ShouldBe(0);
        loaded.Hash.ShouldBe(ChainHash.Genesis(Anna));
        loaded.Tail.ShouldBeEmpty();
        (await Journal.ReadAsync(Anna, 1)).ShouldBeNull();
        (await Journal.ReadBackwardAsync(Anna, null, 10)).Records.ShouldBeEmpty();
        (await Journal.FindRequestAsync(Anna, 7)).Revisions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Append_ManyInFlight_KeepTheOrderOfTheirCalls()
    {
        var chain = new StreamChain(Anna);
        var pending = new List<Task<AppendOutcome>>();
        for (var i = 1; i <= 500; i++)
            pending.Add(AppendAsync(chain, $"body {i}").AsTask());
        (await Task.WhenAll(pending)).ShouldAllBe(outcome => outcome == AppendOutcome.Durable);

        var loaded = await Journal.LoadAsync(Anna);
        loaded.Revision.ShouldBe(500);
        loaded.Tail.Select(TextOf).ShouldBe(Enumerable.Range(1, 500).Select(i => $"body {i}"));
    }

    [Fact]
    public async Task Append_StaleRevision_ConflictsAndWritesNothing()
    {
        var chain = new StreamChain(Anna);
        await AppendAsync(chain, "one");
        var other = new StreamChain(Anna);
        (await AppendAsync(other, "not one")).ShouldBe(AppendOutcome.Conflict);

        (await Journal.LoadAsync(Anna)).Tail.Select(TextOf).ShouldBe(["one"]);
    }

    [Fact]
    public async Task Append_RevisionAhead_ConflictsAndWritesNothing()
    {
        var chain = new StreamChain(Anna);
        chain.Skip("never written");
        (await AppendAsync(chain, "two")).ShouldBe(AppendOutcome.Conflict);

        (await Journal.LoadAsync(Anna)).Revision.ShouldBe(0);
        (await Journal.ReadFeedAsync(FeedPosition.Start, 10)).Records.ShouldBeEmpty();
    }

    [Fact]
    public async Task Append_OneOfTwoStreamsStale_WritesNeither()
    {
        var anna = new StreamChain(Anna);
        await AppendAsync(anna, "one");

        var ben = new StreamChain(Ben);
        var stale = new StreamChain(Anna);
        var append = Journal.RentAppend();
        ben.AddTo(append, "ben's");
        stale.AddTo(append, "anna's");
        (await Journal.AppendAsync(append)).ShouldBe(AppendOutcome.Conflict);

        (await Journal.LoadAsync(Ben)).Revision.ShouldBe(0);
        (await Journal.LoadAsync(Anna)).Revision.ShouldBe(1);
        (await Journal.ReadFeedAsync(FeedPosition.Start, 10)).Records.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Append_SeveralStreamsAndRecords_AreAllThereInOrder()
    {
        var (anna, ben) = (new StreamChain(Anna), new StreamChain(Ben));
        var append = Journal.RentAppend();
        anna.AddTo(append, "a1");
        ben.AddTo(append, "b1");
        anna.AddTo(append, "a2");
        (await Journal.AppendAsync(append)).ShouldBe(AppendOutcome.Durable);

        (await Journal.LoadAsync(Anna)).Tail.Select(TextOf).ShouldBe(["a1", "a2"]);
        (await Journal.LoadAsync(Ben)).Tail.Select(TextOf).ShouldBe(["b1"]);
        (await Journal.ReadFeedAsync(FeedPosition.Start, 10)).Records.Select(TextOf).ShouldBe(["a1", "b1", "a2"]);
    }

    [Fact]
    public async Task Append_ResubmittedAsItWas_IsDurableAndWrittenOnce()
    {
        var (anna, ben) = (new StreamChain(Anna), new StreamChain(Ben));
        for (var turn = 0; turn < 2; turn++)
        {
            var append = Journal.RentAppend();
            new StreamChain(Anna).AddTo(append, "a1");
            new StreamChain(Ben).AddTo(append, "b1");
            (await Journal.AppendAsync(append)).ShouldBe(AppendOutcome.Durable);
        }

        anna.Skip("a1");
        ben.Skip("b1");
        (await AppendAsync(anna, "a2")).ShouldBe(AppendOutcome.Durable);
        (await Journal.ReadFeedAsync(FeedPosition.Start, 10)).Records.Select(TextOf).ShouldBe(["a1", "b1", "a2"]);
    }

    [Fact]
    public async Task Append_ResubmittedLongAfter_IsDurable()
    {
        var chain = new StreamChain(Anna);
        for (var i = 1; i <= 200; i++)
            await AppendAsync(chain, $"body {i}");

        var again = new StreamChain(Anna);
        again.Skip("body 1");
        again.Skip("body 2");
        (await AppendAsync(again, "body 3")).ShouldBe(AppendOutcome.Durable);
        var forged = new StreamChain(Anna);
        forged.Skip("body 1");
        (await AppendAsync(forged, "another body 2")).ShouldBe(AppendOutcome.Conflict);
        (await Journal.LoadAsync(Anna)).Revision.ShouldBe(200);
    }

    [Fact]
    public async Task Append_OnlyPartOfItHeld_Conflicts()
    {
        await AppendAsync(new StreamChain(Anna), "a1");
        var append = Journal.RentAppend();
        new StreamChain(Anna).AddTo(append, "a1");
        new StreamChain(Ben).AddTo(append, "b1");
        (await Journal.AppendAsync(append)).ShouldBe(AppendOutcome.Conflict);
        (await Journal.LoadAsync(Ben)).Revision.ShouldBe(0);
    }

    [Fact]
    public async Task Append_LargestBody_IsReadBack()
    {
        var body = new byte[Append.BodyBytesMax];
        new Random(1).NextBytes(body);
        var hash = ChainHash.Genesis(Anna).Next(1, body);
        var append = Journal.RentAppend();
        append.Add(Anna, 1, hash, RequestKey.None, body);
        (await Journal.AppendAsync(append)).ShouldBe(AppendOutcome.Durable);
        (await Journal.ReadAsync(Anna, 1)).ShouldNotBeNull().Body.Span.SequenceEqual(body).ShouldBeTrue();
    }

    [Fact]
    public void Append_BodyOrCountTooLarge_IsRefused()
    {
        var append = Journal.RentAppend();
        Should.Throw<ArgumentOutOfRangeException>(
            () => append.Add(Anna, 1, default, RequestKey.None, new byte[Append.BodyBytesMax + 1]));
        for (var i = 1; i <= Append.RecordCountMax; i++)
            append.Add(Anna, i, default, RequestKey.None, []);
        Should.Throw<ArgumentOutOfRangeException>(
            () => append.Add(Anna, Append.RecordCountMax + 1, default, RequestKey.None, []));
    }

    [Fact]
    public async Task Append_EmptyBodyAndLongestStreamName_IsReadBack()
    {
        var stream = StreamId.FromStored("m:" + new string('x', StreamId.TextLengthMax - 2));
        (await AppendAsync(new StreamChain(stream), "")).ShouldBe(AppendOutcome.Durable);
        (await Journal.LoadAsync(stream)).Tail.ShouldHaveSingleItem().Body.Length.ShouldBe(0);
    }

    [Fact]
    public async Task Confirm_RevisionReached_IsDurable()
    {
        var chain = new StreamChain(Anna);
        var append = AppendAsync(chain, "one").AsTask();
        (await Journal.ConfirmAsync(Anna, 1)).ShouldBe(AppendOutcome.Durable);
        // Both wait for one flush, and which of two waiters runs first is the pool's choice.
        (await append).ShouldBe(AppendOutcome.Durable);
        (await Journal.ConfirmAsync(Anna, 0)).ShouldBe(AppendOutcome.Durable);
        (await Journal.ConfirmAsync(Ben, 0)).ShouldBe(AppendOutcome.Durable);
    }

    [Fact]
    public async Task Confirm_RevisionNeverWritten_Conflicts()
    {
        await AppendAsync(new StreamChain(Anna), "one");
        (await Journal.ConfirmAsync(Anna, 2)).ShouldBe(AppendOutcome.Conflict);
        (await Journal.ConfirmAsync(Ben, 1)).ShouldBe(AppendOutcome.Conflict);
    }

    [Fact]
    public async Task Load_AfterSnapshot_GivesSnapshotAndTail()
    {
        var chain = new StreamChain(Anna);
        for (var i = 1; i <= 10; i++)
        {
            var append = Journal.RentAppend();
            chain.AddTo(append, $"body {i}");
            if (i is 4 or 8)
                append.AddSnapshot(Anna, i, chain.Hash, Encoding.ASCII.GetBytes($"state {i}"));
            await Journal.AppendAsync(append);
        }

        var loaded = await Journal.LoadAsync(Anna);
        loaded.Revision.ShouldBe(10);
        loaded.SnapshotRevision.ShouldBe(8);
        Encoding.ASCII.GetString(loaded.Snapshot.Span).ShouldBe("state 8");
        loaded.Tail.Select(TextOf).ShouldBe(["body 9", "body 10"]);
        loaded.Hash.ShouldBe(chain.Hash);
        (await Journal.ReadFeedAsync(FeedPosition.Start, 100)).Records.Count.ShouldBe(10);
    }

    [Fact]
    public async Task Load_SnapshotIsNewest_GivesItsHashAndNoTail()
    {
        var chain = new StreamChain(Anna);
        var append = Journal.RentAppend();
        chain.AddTo(append, "one");
        append.AddSnapshot(Anna, 1, chain.Hash, "state"u8);
        await Journal.AppendAsync(append);

        var loaded = await Journal.LoadAsync(Anna);
        loaded.Hash.ShouldBe(chain.Hash);
        loaded.Tail.ShouldBeEmpty();
        (await AppendAsync(chain, "two")).ShouldBe(AppendOutcome.Durable);
        (await Journal.LoadAsync(Anna)).Tail.Select(TextOf).ShouldBe(["two"]);
    }

    [Fact]
    public async Task Snapshot_OfRevisionNotReached_Conflicts()
    {
        var append = Journal.RentAppend();
        append.AddSnapshot(Anna, 1, default, "state"u8);
        (await Journal.AppendAsync(append)).ShouldBe(AppendOutcome.Conflict);
    }

    [Fact]
    public async Task Read_AnyRevisionOfALongStream_FindsIt()
    {
        var chain = new StreamChain(Anna);
        await AppendManyAsync(chain, 9000);
        foreach (var revision in new long[] { 1, 2, 63, 64, 65, 4095, 4096, 4097, 5000, 8191, 8192, 8193, 9000 })
            TextOf((await Journal.ReadAsync(Anna, revision)).ShouldNotBeNull()).ShouldBe($"body {revision}");
        (await Journal.ReadAsync(Anna, 0)).ShouldBeNull();
        (await Journal.ReadAsync(Anna, 9001)).ShouldBeNull();
    }

    [Fact]
    public async Task ReadBackward_PageByPage_GivesAllNewestFirst()
    {
        var (anna, ben) = (new StreamChain(Anna), new StreamChain(Ben));
        for (var i = 1; i <= 25; i++)
        {
            await AppendAsync(anna, $"body {i}");
            await AppendAsync(ben, "between");
        }

        var texts = new List<string>();
        ReadCursor? cursor = null;
        do
        {
            var page = await Journal.ReadBackwardAsync(Anna, cursor, 10);
            page.Records.Count.ShouldBeLessThanOrEqualTo(10);
            texts.AddRange(page.Records.Select(TextOf));
            cursor = page.Next;
        }
        while (cursor is not null);
        texts.ShouldBe(Enumerable.Range(1, 25).Reverse().Select(i => $"body {i}"));
    }

    [Fact]
    public async Task ReadBackward_CursorNotOfThisStream_IsRefused()
    {
        var (anna, ben) = (new StreamChain(Anna), new StreamChain(Ben));
        await AppendManyAsync(anna, 30);
        await AppendManyAsync(ben, 30);
        var ofBen = (await Journal.ReadBackwardAsync(Ben, null, 10)).Next.ShouldNotBeNull();

        var random = new Random(3);
        List<ReadCursor> forged =
            [new(0, 0), new(-1, -1), new(31, ofBen.Place), new(long.MaxValue, long.MaxValue)];
        for (var i = 0; i < 500; i++)
            forged.Add(new ReadCursor(random.Next(1, 31), ofBen.Place + random.Next(-4000, 4000)));
        foreach (var cursor in forged)
        {
            try
            {
                var page = await Journal.ReadBackwardAsync(Anna, cursor, 5);
                page.Records.ShouldAllBe(record => record.Stream == Anna);
                page.Records[0].Revision.ShouldBe(cursor.Revision);
            }
            catch (ArgumentException)
            {
                // A clean refusal.
            }
        }

        Journal.Failed.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Feed_PageByPage_IsTheOrderOfCommits()
    {
        var chains = Chains(7);
        for (var i = 0; i < 300; i++)
            await AppendAsync(chains[i % 7], $"body {i}");

        var texts = new List<string>();
        var position = FeedPosition.Start;
        while (true)
        {
            var page = await Journal.ReadFeedAsync(position, 11);
            texts.AddRange(page.Records.Select(TextOf));
            page.Next.CompareTo(position).ShouldBeGreaterThanOrEqualTo(0);
            position = page.Next;
            if (page.AtEnd)
                break;
            page.Records.ShouldNotBeEmpty();
        }

        texts.ShouldBe(Enumerable.Range(0, 300).Select(i => $"body {i}"));
        var after = await Journal.ReadFeedAsync(position, 10);
        after.Records.ShouldBeEmpty();
        after.AtEnd.ShouldBeTrue();
        after.Next.ShouldBe(position);
        await AppendAsync(chains[0], "later");
        (await Journal.ReadFeedAsync(position, 10)).Records.Select(TextOf).ShouldBe(["later"]);
    }

    [Fact]
    public async Task Feed_ForgedPosition_IsRefused()
    {
        await AppendManyAsync(new StreamChain(Anna), 50);
        var random = new Random(5);
        var end = (await Journal.ReadFeedAsync(FeedPosition.Start, 100)).Next;
        foreach (var place in new[] { -1, long.MinValue, long.MaxValue, end.Place + 1 })
        {
            await Should.ThrowAsync<ArgumentException>(
                async () => await Journal.ReadFeedAsync(new FeedPosition(place), 5));
        }

        for (var i = 0; i < 300; i++)
        {
            try
            {
                await Journal.ReadFeedAsync(new FeedPosition(end.Place - random.Next(5000)), 5);
            }
            catch (ArgumentException)
            {
                // A clean refusal.
            }
        }

        Journal.Failed.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task FindRequest_AmongThousands_FindsEachAndNoOther()
    {
        var chains = Chains(50);
        var pending = new List<Task<AppendOutcome>>();
        for (var i = 0; i < 5000; i++)
            pending.Add(AppendAsync(chains[i % 50], $"body {i}", request: $"request {i}").AsTask());
        await Task.WhenAll(pending);

        for (var i = 0; i < 5000; i += 37)
        {
            var found = await Journal.FindRequestAsync(chains[i % 50].Stream, RequestKey.Of($"request {i}"));
            found.Revisions.ShouldBe([(i / 50) + 1]);
            found.CompleteThrough.ShouldBe(100);
            var elsewhere = await Journal.FindRequestAsync(chains[(i + 1) % 50].Stream, RequestKey.Of($"request {i}"));
            elsewhere.Revisions.ShouldBeEmpty();
        }

        var absent = Journal.FindRequestAsync(Anna, RequestKey.Of("never"));
        absent.IsCompletedSuccessfully.ShouldBeTrue("what memory can answer needs no thread");
        (await absent).Revisions.ShouldBeEmpty();
    }

    [Fact]
    public async Task FindRequest_KeyUsedTwiceInAStream_GivesBothNewestFirst()
    {
        var chain = new StreamChain(Anna);
        await AppendAsync(chain, "one", request: "r");
        await AppendAsync(chain, "two", request: "s");
        await AppendAsync(chain, "three", request: "r");
        (await Journal.FindRequestAsync(Anna, RequestKey.Of("r"))).Revisions.ShouldBe([3, 1]);
    }

    [Fact]
    public async Task Reopen_AfterMuch_HasAllOfIt()
    {
        Assert.SkipUnless(IsKept, "Nothing outlives this journal.");
        var chains = Chains(20);
        for (var i = 0; i < 2000; i++)
        {
            var chain = chains[i % 20];
            var append = Journal.RentAppend();
            append.RecordTime = 1000 + i;
            chain.AddTo(append, $"body {i}", $"request {i}");
            if (chain.Revision % 30 == 0)
                append.AddSnapshot(chain.Stream, chain.Revision, chain.Hash, Encoding.ASCII.GetBytes($"state {i}"));
            await Journal.AppendAsync(append);
        }

        var position = (await Journal.ReadFeedAsync(FeedPosition.Start, 700)).Next;
        for (var turn = 0; turn < 3; turn++)
        {
            await Journal.DisposeAsync();
            _journal = await OpenAsync();
            Journal.LastRecordTime.ShouldBe(2999 + turn);
            (await Journal.ReadFeedAsync(position, 1)).Records.Select(TextOf).ShouldBe(["body 700"]);
            for (var i = 0; i < 2000; i += 41)
            {
                var stream = chains[i % 20].Stream;
                var found = await Journal.FindRequestAsync(stream, RequestKey.Of($"request {i}"));
                found.Revisions.ShouldBe([(i / 20) + 1]);
                TextOf((await Journal.ReadAsync(stream, (i / 20) + 1)).ShouldNotBeNull()).ShouldBe($"body {i}");
            }

            var loaded = await Journal.LoadAsync(chains[3].Stream);
            loaded.Revision.ShouldBe(chains[3].Revision);
            loaded.Hash.ShouldBe(chains[3].Hash);
            loaded.SnapshotRevision.ShouldBe(90);
            foreach (var chain in chains)
            {
                var append = Journal.RentAppend();
                append.RecordTime = 3000 + turn;
                chain.AddTo(append, "more");
                (await Journal.AppendAsync(append)).ShouldBe(AppendOutcome.Durable);
            }
        }
    }

    private static StreamChain[] Chains(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new StreamChain(StreamId.Member("t", "uk", $"m{i}")))];

    protected static string TextOf(StoredRecord record) => Encoding.ASCII.GetString(record.Body.Span);

    protected ValueTask<AppendOutcome> AppendAsync(StreamChain chain, string body, string? request = null)
    {
        var append = Journal.RentAppend();
        chain.AddTo(append, body, request);
        return Journal.AppendAsync(append);
    }

    protected async Task AppendManyAsync(StreamChain chain, int count)
    {
        var pending = new List<Task<AppendOutcome>>();
        for (var i = 0; i < count; i++)
            pending.Add(AppendAsync(chain, $"body {chain.Revision + 1}").AsTask());
        (await Task.WhenAll(pending)).ShouldAllBe(outcome => outcome == AppendOutcome.Durable);
    }
}
