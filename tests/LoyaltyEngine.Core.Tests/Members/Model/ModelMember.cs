namespace LoyaltyEngine.Core.Tests.Members.Model;

/// <summary>
/// The independent model of a member, written from the laws: slow and obvious on purpose, and free of any code of the
/// engine. Every single point is a coin that remembers the entry which earned it. Coins are spent oldest entry first;
/// whoever owes has none, since every coin received pays a debt while there is any. What comes back of a sale takes as
/// many coins as the sale earned more than what is left of it would have. A coin is good through its last day, and may
/// be locked up until a first; days begin one by one, and what they bring is written down before anything else is. A
/// hold is a purse into which coins are put aside.
/// </summary>
internal sealed class ModelMember
{
    // In place of the last day of coins that end for want of activity.
    private const int WhenIdle = int.MaxValue - 1;

    // The moment at which a day begins.
    private const int Morning = -1;

    // In place of the target of a return whose sale has not come.
    private const long Awaited = -1;

    private readonly List<ModelEntry> _entries = [];
    private readonly List<Coin> _coins = [];
    private readonly List<Coin> _locked = [];
    private readonly List<Hold> _holds = [];
    private readonly List<Waiting> _waiting = [];
    private readonly List<((int Day, int Moment) End, ModelEntry? With)> _emptied = [];
    private readonly List<ExpiredLot> _expired = [];
    private readonly HashSet<long> _undone = [];
    // The entry by which each point is owed, oldest first, and which debts were paid by whose coins.
    private readonly List<long> _debts = [];
    private readonly List<Payment> _payments = [];
    private bool _isEnrolled;
    private int _today;
    private int _forgottenThrough = -1;
    private long _forgottenIdle;
    private readonly List<(long Entry, Idle Idle)> _activities = [];
    private readonly List<long> _undoneActivities = [];
    private (long Entry, (int Day, int Moment) End) _overBefore;
    private (int Day, int Moment) _now;
    private (int Day, ModelEntry? With) _voidNotice;

    public PlainAnswer Send(PlainRequest request, Terms terms)
    {
        BringForward(request.Day, request.Moment);
        var prior = _entries.Find(entry => entry.RequestId == request.Id);
        if (_entries.Find(entry => request.Awaits.Length > 0 && entry.RequestId == request.Awaits) is { } awaited)
            request = request with { Target = awaited.Revision };
        else if (request.Awaits.Length > 0)
            request = request with { Target = Awaited };
        var broken = BrokenRules(request, terms, prior);
        if (broken.Count > 0)
            return Answer(FirstOf(broken), entry: null);
        if (prior is not null)
            return Answer("replayed", prior);

        var entry = new ModelEntry(_entries.Count + 1, request)
        {
            MinorPerPoint = terms.MinorPerPoint,
            Bonus = request.Kind == PlainKind.Earn ? BonusOf(terms) : 0,
        };
        switch (request.Kind)
        {
            case PlainKind.Enrol:
                _isEnrolled = true;
                break;
            case PlainKind.Earn:
                Earn(entry, terms);
                break;
            case PlainKind.Burn:
                for (var i = 0L; i < request.Points; i++)
                    Spend(entry, NextToSpend());
                break;
            case PlainKind.Reserve:
                Reserve(entry, terms);
                break;
            case PlainKind.Capture:
                Capture(entry, HoldAt(request.Target)!);
                break;
            case PlainKind.Release:
                SetFree(entry, HoldAt(request.Target)!);
                break;
            case PlainKind.Extend:
                var longer = (request.Day + DaysOf(request, terms), request.Moment);
                HoldAt(request.Target)!.End = Later(HoldAt(request.Target)!.End, longer);
                break;
            case PlainKind.Return:
                var putAside = Math.Max(0, _holds.Sum(hold => hold.Coins.Count) - _debts.Count);
                for (var i = 0L; i < Worth(entry); i++)
                    GiveUp(entry, sale: null, mayOwe: !terms.Forgives || entry.DebtChange < putAside, mayUnlock: true);
                break;
            case PlainKind.ReturnSale when request.Target == Awaited:
                _waiting.Add(new Waiting(entry, (request.Day + terms.WaitDays, request.Moment), terms.Forgives));
                break;
            case PlainKind.ReturnSale:
                ReturnSale(entry, SaleAt(request.Target)!, terms.Forgives);
                break;
            case PlainKind.Exchange:
                ReturnSale(entry, SaleAt(request.Target)!, terms.Forgives);
                entry.Bought = new ModelEntry(entry.Revision, request)
                {
                    MinorPerPoint = terms.MinorPerPoint,
                    Bonus = BonusOf(terms),
                };
                Earn(entry.Bought, terms);
                entry.Points += entry.Bought.Points;
                entry.DebtChange += entry.Bought.DebtChange;
                break;
            case PlainKind.Adjust:
                Adjust(entry, terms);
                break;
            case PlainKind.Activate:
                foreach (var coin in _locked.Where(coin => coin.Entry == request.Target).ToList())
                    Unlock(entry, coin);
                break;
            case PlainKind.WriteOff:
                for (var left = request.Points == 0 ? _debts.Count : request.Points; left > 0; left--)
                {
                    // What a sale's returns left owing is forgiven with it.
                    if (_entries[(int)_debts[0] - 1].Taken is { } sale)
                        (sale.ForgivenOfSale, sale.ForgivenBy) = (sale.ForgivenOfSale + 1, entry.Revision);
                    _entries[(int)_debts[0] - 1].WrittenOff++;
                    _debts.RemoveAt(0);
                    entry.Points++;
                    entry.DebtChange--;
                }

                break;
            case PlainKind.Reverse:
                Undo(entry, _entries[(int)request.Target - 1], terms);
                break;
        }

        _entries.Add(entry);
        NoteActivity(request, terms);
        foreach (var waiting in _waiting.Where(waiting => waiting.Request.Awaits == request.Id).ToList())
            Settle(waiting, entry);
        BringForward(request.Day, request.Moment);
        return Answer("accepted", entry);
    }

    // Who is idle too long loses coins; whatever gives some is an activity.
    private void NoteActivity(PlainRequest request, Terms terms)
    {
        var gives = request.Kind is PlainKind.Earn or PlainKind.Exchange
            || (request.Kind == PlainKind.Adjust && request.Points > 0)
            || _entries[^1].MadeCoins;
        var burns = request.Kind is PlainKind.Burn or PlainKind.Capture;
        var returns = request.Kind is PlainKind.Return or PlainKind.ReturnSale;
        // What is brought back was none before something new is one; what excuses a burn takes its place.
        if (request.Kind != PlainKind.Reverse)
            ForgetActivities();
        Idle next;
        if (ExcuseOf(request, terms) is { } excuse)
        {
            next = excuse;
        }
        else if (terms.IdleDays > 0 && (gives || (burns && terms.IdleBurns) || (returns && terms.IdleReturns)))
        {
            var end = request.OccurDay + terms.IdleDays + 1;
            next = new Idle((end, Morning), terms.IdleNoticeDays > 0 ? end - terms.IdleNoticeDays : null, false);
        }
        else if (terms.IdleDays == 0 && (gives || burns) && _activities.Count > 0
            && _activities[0] is not { Entry: 0, Idle.End.Day: int.MaxValue })
        {
            next = new Idle((int.MaxValue, Morning), null, false);
        }
        else
        {
            ForgetActivities();
            return;
        }

        _entries[^1].Activity = next;
        // What was over while the member was idle stays so, wherever it is.
        if (IdleEnd.CompareTo((request.Day, request.Moment)) <= 0)
            _overBefore = (_entries.Count, IdleEnd);
        // The member knows already of what comes no later than he was told.
        if (LastIdle is { IsNoticed: true } known && next.End.CompareTo(known.End) <= 0)
            next = known;
        _activities.Add((_entries.Count, next));
        // The last 16 are told apart.
        if (_activities.Count > 16)
        {
            var older = _activities.Take(2).Select(activity => activity.Idle).MaxBy(idle => idle.End);
            _activities.RemoveRange(0, 2);
            _activities.Insert(0, (0, older!));
        }

        ForgetActivities();
    }

    // What never happened was no activity.
    private void ForgetActivities()
    {
        _activities.RemoveAll(activity => _undoneActivities.Contains(activity.Entry));
        _undoneActivities.Clear();
    }

    // Whose burn the shop undid was active all the same, and has the days of grace.
    private Idle? ExcuseOf(PlainRequest request, Terms terms)
    {
        if (request.Kind != PlainKind.Reverse || !request.IsShopToBlame
            || _entries[(int)request.Target - 1] is not { Request.Kind: PlainKind.Burn or PlainKind.Capture } burn)
            return null;
        (int, int) graceEnd = terms.GraceDays == 0 ? (-1, 0) : (request.Day + terms.GraceDays + 1, Morning);
        return _entries[^1].GotIdleCoins && (burn.Activity?.End ?? LastIdle.End).CompareTo(graceEnd) < 0
            ? new Idle(graceEnd, null, false)
            : burn.Activity;
    }

    // The latest end of any activity, the first of those that are equally late, and the longest notice of all.
    private Idle LastIdle
    {
        get
        {
            var last = _activities.Select(activity => activity.Idle).MaxBy(idle => idle.End)
                ?? new Idle((-1, Morning), null, false);
            var notice = _activities.Select(activity => activity.Idle)
                .Append(last).Max(idle => idle is { IsNoticed: false, NoticeDay: { } day } ? idle.End.Day - day : 0);
            return last.IsNoticed || last.End.Day == int.MaxValue || notice <= last.End.Day - last.NoticeDay
                || notice == 0 ? last : last with { NoticeDay = last.End.Day - notice };
        }
    }

    private (int Day, int Moment) IdleEnd =>
        LastIdle.NoticeDay is null || LastIdle.IsNoticed ? LastIdle.End : (int.MaxValue, 0);

    private int? NoticeDay => LastIdle is { IsNoticed: false, NoticeDay: { } day }
        && _coins.Concat(_locked).Concat(_holds.SelectMany(hold => hold.Coins)).Any(coin => coin.LastDay == WhenIdle)
            ? day
            : null;

    // A return whose sale has come takes back what it would have, or nothing where the sale is not like that.
    private void Settle(Waiting waiting, ModelEntry made)
    {
        _waiting.Remove(waiting);
        var request = waiting.Request with { Id = "", Kind = PlainKind.Settle, Target = made.Revision };
        var broken = new HashSet<string>();
        AddBrokenByReturnOfSale(broken, request);
        var entry = new ModelEntry(_entries.Count + 1, request);
        if (broken.Count == 0)
            ReturnSale(entry, SaleAt(made.Revision)!, waiting.Forgives);
        _entries.Add(entry);
        ForgetActivities();
    }

    private void Reserve(ModelEntry entry, Terms terms)
    {
        var hold = new Hold(entry.Revision, terms.ReservedExpire)
        {
            Begin = entry.Request.Day,
            End = (entry.Request.Day + DaysOf(entry.Request, terms), entry.Request.Moment),
        };
        _holds.Add(hold);
        for (var i = 0L; i < entry.Request.Points; i++)
        {
            var coin = NextToSpend();
            _coins.Remove(coin);
            hold.Coins.Add(coin);
        }
    }

    private void Capture(ModelEntry entry, Hold hold)
    {
        var count = entry.Request.Points == 0 ? hold.Coins.Count : entry.Request.Points;
        for (var i = 0L; i < count; i++)
        {
            var coin = hold.Coins.MinBy(coin => (coin.LastDay, coin.Entry));
            hold.Coins.Remove(coin);
            entry.Spent.Add(coin);
            entry.Points--;
        }

        SetFree(entry, hold);
    }

    // Coins set free pay debts as coins unlocked do.
    private void SetFree(ModelEntry entry, Hold hold)
    {
        foreach (var coin in hold.Coins.OrderBy(coin => coin.LastDay).ThenBy(coin => coin.Entry))
        {
            entry.Points--;
            var debt = _debts.Count;
            Receive(entry, coin);
            Source(coin.Entry).RepaidLater += debt - _debts.Count;
        }

        _holds.Remove(hold);
    }

    private Hold? HoldAt(long revision) => _holds.Find(hold => hold.Entry == revision);

    private static int DaysOf(PlainRequest request, Terms terms) =>
        request.Days == 0 ? terms.ReservationDays : request.Days;

    private static (int Day, int Moment) Later((int Day, int Moment) one, (int Day, int Moment) other) =>
        one.CompareTo(other) < 0 ? other : one;

    // Whose coins these are: of an exchange, what was bought by it.
    private ModelEntry Source(long revision) => _entries[(int)revision - 1].Bought ?? _entries[(int)revision - 1];

    private ModelEntry? SaleAt(long revision) =>
        revision >= 1 && revision <= _entries.Count
            && Source(revision) is { Request.Kind: PlainKind.Earn or PlainKind.Exchange } sale
            ? sale
            : null;

    // Every second purchase of those that are not undone or gone.
    private long BonusOf(Terms terms)
    {
        var count = Enumerable.Range(1, _entries.Count).Count(
            revision => !_undone.Contains(revision) && SaleAt(revision) is { } sale && !IsGone(sale));
        return count % 2 == 1 ? terms.BonusPoints : 0;
    }

    private static long Worth(ModelEntry entry) =>
        (entry.Request.Amounts.Sum() / entry.MinorPerPoint) + entry.Bonus;

    private void Earn(ModelEntry entry, Terms terms)
    {
        var worth = Worth(entry);
        var (request, lastDay) = (entry.Request, LastDay(entry.Request, terms));
        var firstDay = terms is { PendingDays: 0, PendingEvent.Length: > 0 }
            ? int.MaxValue
            : request.OccurDay + terms.PendingDays;
        entry.Awaits = firstDay > request.Day && worth > 0 ? terms.PendingEvent : "";
        for (var i = 0L; i < worth; i++)
        {
            if (firstDay > request.Day)
                Lock(entry, new Coin(entry.Revision, lastDay, firstDay));
            else
                Receive(entry, new Coin(entry.Revision, lastDay, firstDay));
        }

        entry.LastDay = worth + entry.DebtChange > 0 ? lastDay : null;
    }

    private static int LastDay(PlainRequest request, Terms terms) =>
        terms.ExpiryDays > 0 ? request.OccurDay + terms.ExpiryDays
        : terms.IdleDays > 0 ? WhenIdle
        : int.MaxValue;

    // Each day first unlocks coins, which pay debts, then ends those that were good until the day before, and then ends
    // holds, moment by moment. What follows upon its like is written down with it, but for holds.
    private void BringForward(int day, int moment)
    {
        ModelEntry? entry = null;
        _emptied.Clear();
        _voidNotice = default;
        for (_today = Math.Min(_today, day); ; _today++)
        {
            _now = (_today, Morning);
            var noticeDay = NoticeDay;
            if (_voidNotice.With is not null && _voidNotice.With == entry && _today > _voidNotice.Day)
                entry = null;
            foreach (var coin in _locked.Where(coin => coin.FirstDay <= _today)
                .OrderBy(coin => coin.FirstDay).ThenBy(coin => coin.Entry).ToList())
            {
                entry = DueEntry(entry, PlainKind.Unlock);
                Unlock(entry, coin);
            }

            // A notice is waited for even where there is nothing left of which to give it.
            if (noticeDay is { } voided && NoticeDay is null)
                _voidNotice = (voided, entry);
            if (NoticeDay <= _today)
            {
                EndCoins(entry, LastIdle.NoticeDay!.Value - 1);
                entry = DueEntry(null, PlainKind.Notice);
                var told = LastIdle;
                var next = told with
                {
                    End = (day + told.End.Day - told.NoticeDay!.Value, Morning),
                    IsNoticed = true,
                };
                for (var i = 0; i < _activities.Count; i++)
                {
                    if (!_activities[i].Idle.IsNoticed)
                        _activities[i] = (_activities[i].Entry, next);
                }
            }

            entry = EndCoins(entry);
            var now = (_today, _today < day ? int.MaxValue : moment);
            // What ends later than a hold was to is written down apart, though the hold was emptied with what ended.
            if (_emptied.RemoveAll(hold => hold.End.CompareTo(now) <= 0 && hold.With == entry) > 0)
                entry = null;
            var ends = _holds.Select(hold => (hold.End, Order: 0, Ending: (object)hold))
                .Concat(_waiting.Select(waiting => (waiting.End, Order: 1, Ending: (object)waiting)))
                .Append((End: IdleEnd, Order: 2, Ending: (object)LastIdle));
            foreach (var (_, _, ending) in ends.Where(ending => ending.End.CompareTo(now) <= 0)
                .OrderBy(ending => ending.End).ThenBy(ending => ending.Order).ToList())
            {
                _now = Later(_now, ending is Hold { End: var end } ? end : ending is Waiting wait ? wait.End : IdleEnd);
                if (ending is Hold ended && !_holds.Contains(ended))
                    continue;
                if (ending is not Idle)
                    entry = DueEntry(null, ending is Hold ? PlainKind.End : PlainKind.WaitOver);
                if (ending is Hold hold)
                    SetFree(entry!, hold);
                else if (ending is Waiting waiting)
                    _waiting.Remove(waiting);
                entry = EndCoins(entry);
            }

            if (_emptied.RemoveAll(hold => hold.End.CompareTo(now) <= 0 && hold.With == entry) > 0)
                entry = null;
            if (_today == day)
                return;
        }
    }

    private void Unlock(ModelEntry entry, Coin coin)
    {
        _locked.Remove(coin);
        entry.Points--;
        var debt = _debts.Count;
        Receive(entry, coin);
        Source(coin.Entry).RepaidLater += debt - _debts.Count;
    }

    private ModelEntry? EndCoins(ModelEntry? entry) => EndCoins(entry, _today);

    private ModelEntry? EndCoins(ModelEntry? entry, int beforeDay)
    {
        var free = _coins.Where(IsOver).Select(coin => (Coin: coin, Purse: _coins));
        var held = _holds.Where(hold => hold.CoinsEnd).SelectMany(hold =>
            hold.Coins.Where(IsOver).Select(coin => (Coin: coin, Purse: hold.Coins)));
        foreach (var (coin, purse) in free.Concat(held)
            .OrderBy(ended => EndOf(ended.Coin)).ThenBy(ended => ended.Coin.LastDay)
            .ThenBy(ended => ended.Coin.Entry).ToList())
        {
            entry = DueEntry(entry, PlainKind.Expire);
            purse.Remove(coin).ShouldBeTrue();
            entry.Points--;
            NoteExpired(coin);
        }

        bool IsOver(Coin coin) => EndOf(coin).CompareTo((beforeDay, int.MaxValue)) <= 0
            && EndOf(coin).CompareTo(_now) <= 0;
        _emptied.AddRange(_holds.Where(hold => hold.Coins.Count == 0).Select(hold => (hold.End, entry)));
        _holds.RemoveAll(hold => hold.Coins.Count == 0);
        return entry;
    }

    private (int Day, int Moment) EndOf(Coin coin) =>
        coin.LastDay == WhenIdle && coin.Entry < _overBefore.Entry ? _overBefore.End
        : coin.LastDay == WhenIdle ? IdleEnd
        : coin.LastDay == int.MaxValue ? (int.MaxValue, 0)
        : (coin.LastDay + 1, Morning);

    private ModelEntry DueEntry(ModelEntry? last, PlainKind kind)
    {
        if (last?.Request.Kind != kind)
            _entries.Add(last = new ModelEntry(_entries.Count + 1, new PlainRequest("", kind)));
        return last!;
    }

    // Of the 64 lots that expired last it is known how much did.
    private void NoteExpired(Coin coin)
    {
        var known = _expired.Find(lot => lot.Entry == coin.Entry);
        if (known is null)
        {
            if (_expired.Count == 64)
            {
                if (_expired[0].LastDay == WhenIdle)
                    _forgottenIdle = Math.Max(_forgottenIdle, _expired[0].Entry);
                else
                    _forgottenThrough = Math.Max(_forgottenThrough, _expired[0].LastDay);
                _expired.RemoveAt(0);
            }

            _expired.Add(known = new ExpiredLot(coin.Entry, coin.LastDay));
        }

        known.Count++;
    }

    private void Adjust(ModelEntry entry, Terms terms)
    {
        for (var i = 0L; i < entry.Request.Points; i++)
        {
            Receive(entry, new Coin(entry.Revision, LastDay(entry.Request, terms), 0));
            entry.LastDay = i >= -entry.DebtChange ? LastDay(entry.Request, terms) : null;
        }

        for (var i = 0L; i < -entry.Request.Points; i++)
        {
            if (_coins.Count > 0)
                Spend(entry, NextToSpend());
            else
                Owe(entry);
        }
    }

    // The earn's own coins go first. Whatever it had paid of a debt is owed again even where nothing else may be.
    private void Undo(ModelEntry entry, ModelEntry target, Terms terms)
    {
        _undone.Add(target.Revision);
        _undoneActivities.Add(target.Revision);
        if (target.Request.Kind is PlainKind.Burn or PlainKind.Capture || target.Request.Points < 0)
        {
            // What it had left owing is worth new coins to whoever has paid it since; nobody paid what was written off.
            for (var i = 0L; i < target.DebtChange - target.WrittenOff; i++)
            {
                var coin = new Coin(entry.Revision, LastDay(entry.Request, terms), 0);
                entry.MadeCoins |= _debts.Count == 0;
                Receive(entry, coin);
            }
            foreach (var coin in target.Spent)
            {
                // A coin that its sale's returns were forgiven since goes where it was missing then.
                if (Source(coin.Entry) is { ForgivenOfSale: > 0 } sale && sale.ForgivenBy > target.Revision)
                    sale.ForgivenOfSale--;
                else
                    Receive(entry, Graced(coin, entry.Request, target, terms));
            }

            _payments.RemoveAll(payment => payment.Debt == target.Revision);
            return;
        }

        TakeOfSale(entry, target, target.Points - Claim(target), terms.Forgives);
    }

    // Where the shop is to blame, coins spent are good for some days more; their sale knows them no longer then.
    private Coin Graced(Coin coin, PlainRequest request, ModelEntry target, Terms terms) =>
        request.IsShopToBlame && terms.GraceDays > 0 && target.Request.Kind is PlainKind.Burn or PlainKind.Capture
            && EndOf(coin).CompareTo((request.Day + terms.GraceDays + 1, Morning)) < 0
            && (coin.LastDay != WhenIdle || EndOf(coin).CompareTo((request.Day, request.Moment)) <= 0)
            ? coin with { LastDay = request.Day + terms.GraceDays }
            : coin;

    private static bool IsOwn(Coin coin, ModelEntry? sale) =>
        coin.Entry == sale?.Revision && coin.LastDay == sale.LastDay;

    private void ReturnSale(ModelEntry entry, ModelEntry sale, bool forgives)
    {
        var before = Claim(sale);
        for (var line = 0; line < sale.Request.Amounts.Length; line++)
        {
            if (entry.Request.Line != line && entry.Request.Line != -1)
                continue;
            if (IsGone(sale, line))
                continue;
            sale.Quantities[line] += entry.Request.Quantity;
            sale.PaidBack[line] += entry.Request.PaidBack;
            if (entry.Request.Line == -1 || entry.Request is { Quantity: 0, PaidBack: 0 })
                sale.IsLineGone[line] = true;
        }

        TakeOfSale(entry, sale, Claim(sale) - before, forgives);
        if (IsGone(sale))
            _undoneActivities.Add(sale.Revision);
    }

    private void TakeOfSale(ModelEntry entry, ModelEntry sale, long points, bool forgives)
    {
        entry.Taken = sale;
        // Whoever has put coins aside is not forgiven, and the sale's own count as if they had paid the debt already.
        var own = _holds.Sum(hold => hold.Coins.Count(coin => IsOwn(coin, sale)));
        var others = Math.Max(0, _holds.Sum(hold => hold.Coins.Count) - own - _debts.Count);
        var repaid = Math.Max(0, -sale.DebtChange + sale.RepaidLater - sale.RestoredOfSale + own);
        for (var i = 0L; i < points; i++)
        {
            // What had paid debts is not paid back with coins that are locked up.
            GiveUp(entry, sale, !forgives || entry.DebtChange < repaid + others, mayUnlock: points - i > repaid);
        }

        for (var i = 0L; i < Math.Min(entry.DebtChange, repaid); i++)
            OweAgain(entry, sale);
        sale.RestoredOfSale += Math.Min(entry.DebtChange, repaid);
        sale.ForgivenOfSale += entry.Forgiven;
        if (entry.Forgiven > 0)
            sale.ForgivenBy = entry.Revision;
    }

    // What the sale earned more than what is left of it would have.
    private static long Claim(ModelEntry sale)
    {
        var left = 0L;
        for (var line = 0; line < sale.Request.Amounts.Length; line++)
            left += sale.Request.Amounts[line] - Returned(sale, line);
        // The bonus is given for as long as anything is left.
        return Worth(sale) - (left / sale.MinorPerPoint) - (IsGone(sale) ? 0 : sale.Bonus);
    }

    private static long Returned(ModelEntry sale, int line) => sale.IsLineGone[line]
        ? sale.Request.Amounts[line]
        : (sale.Request.Amounts[line] * sale.Quantities[line] / 1_000) + sale.PaidBack[line];

    private static bool IsGone(ModelEntry sale, int line) =>
        sale.IsLineGone[line]
        || sale.Quantities[line] >= 1_000
        || (sale.Request.Amounts[line] > 0 && Returned(sale, line) >= sale.Request.Amounts[line]);

    private static bool IsGone(ModelEntry sale) =>
        Enumerable.Range(0, sale.Request.Amounts.Length).All(line => IsGone(sale, line));

    private void Lock(ModelEntry entry, Coin coin)
    {
        entry.Points++;
        _locked.Add(coin);
    }

    private void Receive(ModelEntry entry, Coin coin)
    {
        entry.Points++;
        if (_debts.Count > 0)
        {
            // What is undone pays the debt that it was first.
            var isUndone = entry.Request.Kind == PlainKind.Reverse;
            if (!isUndone || !_debts.Remove(entry.Request.Target))
                PayOldest(isUndone ? entry.Revision : coin.Entry);
            entry.DebtChange--;
        }
        else
        {
            _coins.Add(coin);
            entry.GotIdleCoins |= coin.LastDay == WhenIdle;
        }
    }

    private Coin NextToSpend() => _coins.MinBy(coin => (coin.LastDay, coin.Entry));

    private void Spend(ModelEntry entry, Coin coin)
    {
        _coins.Remove(coin).ShouldBeTrue();
        entry.Spent.Add(coin);
        entry.Points--;
    }

    private void Owe(ModelEntry entry)
    {
        _debts.Add(entry.Revision);
        entry.DebtChange++;
        entry.Points--;
    }

    private void PayOldest(long payer)
    {
        var debt = _debts[0];
        _debts.RemoveAt(0);
        if (_payments.Count > 0 && _payments[^1].Payer == payer && _payments[^1].Debt == debt)
            _payments[^1].Count++;
        else
            _payments.Add(new Payment(payer, debt) { Count = 1 });
        // The last 32 are known, and all by the last payer.
        while (_payments.Count > 32 && _payments[0].Payer != payer)
            _payments.RemoveAt(0);
    }

    // A point owed for what the sale had paid is the debt that it paid, the last first.
    private void OweAgain(ModelEntry entry, ModelEntry sale)
    {
        if (_payments.FindLast(payment => payment.Payer == sale.Revision) is not { } payment)
            return;
        if (--payment.Count == 0)
            _payments.Remove(payment);
        _debts.Remove(entry.Revision).ShouldBeTrue();
        _debts.Add(payment.Debt);
        _debts.Sort();
    }

    // The sale's own coins first, locked or not; then those of it that expired, which are gone already.
    private void GiveUp(ModelEntry entry, ModelEntry? sale, bool mayOwe, bool mayUnlock)
    {
        var locked = _locked.Where(coin => coin.Entry == sale?.Revision).Concat(
            !mayUnlock || _coins.Any(coin => IsOwn(coin, sale)) || IsExpired(sale)
                ? []
                : _locked.OrderBy(coin => coin.FirstDay).ThenBy(coin => coin.Entry));
        if (locked.Any())
        {
            _locked.Remove(locked.First());
            entry.Points--;
        }
        else if (_coins.Any(coin => IsOwn(coin, sale)))
        {
            Spend(entry, _coins.First(coin => IsOwn(coin, sale)));
        }
        else if (IsExpired(sale))
        {
            if (_expired.Find(lot => lot.Entry == sale!.Revision) is { } lot)
                lot.Count--;
        }
        else if (_coins.Count > 0)
        {
            Spend(entry, NextToSpend());
        }
        else if (mayOwe)
        {
            Owe(entry);
        }
        else
        {
            entry.Forgiven++;
        }
    }

    private bool IsExpired(ModelEntry? sale)
    {
        if (sale is null || sale.Points == 0 || sale.LastDay is not { } lastDay)
            return false;
        return _expired.Find(lot => lot.Entry == sale.Revision) is { } known
            ? known.Count > 0
            : lastDay == WhenIdle ? sale.Revision <= _forgottenIdle
            : lastDay <= _forgottenThrough;
    }

    // Every rule that the request breaks, in no particular order.
    private HashSet<string> BrokenRules(PlainRequest request, Terms terms, ModelEntry? prior)
    {
        var broken = new HashSet<string>();
        var isCancel = request.Kind == PlainKind.Cancel;
        if (prior is not null)
        {
            // Nothing but the id and the content counts for a request that made an entry before.
            if (prior.Request.Kind == PlainKind.Cancel && !isCancel)
                broken.Add("RequestCancelled");
            if (prior.Request.Content != request.Content && !isCancel)
                broken.Add("RequestIdReused");
            return broken;
        }

        // That a request never takes effect can be made sure whatever the member and the program are like.
        if (isCancel)
            return broken;

        var isEnrol = request.Kind == PlainKind.Enrol;
        var isBasket = request.Kind is PlainKind.Earn or PlainKind.Return or PlainKind.Exchange;
        if (!isEnrol && !_isEnrolled)
            broken.Add("MemberUnknown");
        if (isEnrol && _isEnrolled)
            broken.Add("MemberAlreadyEnrolled");
        if (request.ExpectedRevision is { } expected && expected != _entries.Count)
            broken.Add("RevisionMoved");
        if (request.IsAhead)
            broken.Add("OccurTimeAhead");
        if (request.IsBeforeProgram)
            broken.Add("OccurTimeBeforeProgram");
        if (request.Kind is PlainKind.Earn or PlainKind.Exchange && terms.LateDays > 0
            && request.OccurDay < request.Day - terms.LateDays)
            broken.Add("OccurTimeTooLate");
        if (isEnrol && request.IsIdentifierTaken)
            broken.Add("IdentifierTaken");
        if (isBasket && request.Currency != Terms.Currency)
            broken.Add("CurrencyUnsupported");
        if (request.Kind == PlainKind.Return && !terms.TakesReturns)
            broken.Add("ReturnNotAllowed");
        if (request.Kind == PlainKind.Burn)
            AddBrokenByBurn(broken, request, terms);
        if (request.Kind == PlainKind.Reserve)
            AddBrokenByReservation(broken, request, terms);
        if (request.Kind is PlainKind.Capture or PlainKind.Release or PlainKind.Extend)
            AddBrokenOfHold(broken, request, terms);
        if (request.Kind == PlainKind.Adjust)
            AddBrokenByAdjustment(broken, request, terms);
        if (request.Kind == PlainKind.WriteOff && (_debts.Count == 0 || request.Points > _debts.Count))
            broken.Add("WriteOffExceedsDebt");
        if (request.Kind == PlainKind.WriteOff && terms.Adjusts && !IsReason(request.Reason, terms))
            broken.Add("AdjustmentReasonUnknown");
        if (request.Target == Awaited && terms.WaitDays == 0)
            broken.Add("ReturnWaitNotOffered");
        if (request.Target == Awaited && _waiting.Count == 16)
            broken.Add("ReturnWaitCountExceeded");
        if (request.Kind is PlainKind.ReturnSale or PlainKind.Exchange)
            AddBrokenByReturnOfSale(broken, request);
        if (request.Kind == PlainKind.Activate)
            AddBrokenByActivation(broken, request);
        if (request.Kind == PlainKind.Reverse)
            AddBrokenByReversal(broken, request);
        return broken;
    }

    private void AddBrokenByBurn(HashSet<string> broken, PlainRequest request, Terms terms)
    {
        if (!terms.Burns)
            broken.Add("BurnNotOffered");
        if (request.Points < terms.BurnMinimum)
            broken.Add("BurnBelowMinimum");
        if (request.Points % terms.BurnStep != 0)
            broken.Add("BurnOffStep");
        if (request.Points > _coins.Count)
            broken.Add("InsufficientPoints");
    }

    private void AddBrokenByReservation(HashSet<string> broken, PlainRequest request, Terms terms)
    {
        AddBrokenByBurn(broken, request, terms);
        if (terms.ReservationDays == 0)
            broken.Add("ReservationNotOffered");
        if (DaysOf(request, terms) > terms.ReservationMaximumDays)
            broken.Add("ReservationTooLong");
        if (_holds.Count == 16)
            broken.Add("ReservationCountExceeded");
    }

    private void AddBrokenOfHold(HashSet<string> broken, PlainRequest request, Terms terms)
    {
        if (request.Kind == PlainKind.Extend && (!terms.Burns || terms.ReservationDays == 0))
            broken.Add("ReservationNotOffered");
        if (request.Target < 1 || request.Target > _entries.Count
            || _entries[(int)request.Target - 1].Request.Kind != PlainKind.Reserve)
        {
            broken.Add("ReservationUnknown");
            return;
        }

        if (HoldAt(request.Target) is not { } hold)
        {
            broken.Add("ReservationEnded");
            return;
        }

        if (request.Kind == PlainKind.Extend
            && request.Day + DaysOf(request, terms) > hold.Begin + terms.ReservationMaximumDays)
            broken.Add("ReservationTooLong");
        if (request.Kind != PlainKind.Capture)
            return;
        var isPart = request.Points > 0 && request.Points < hold.Coins.Count;
        if (isPart && terms.Burns && request.Points % terms.BurnStep > 0)
            broken.Add("BurnOffStep");
        if (request.Points > hold.Coins.Count)
            broken.Add("ReservationExceeded");
    }

    private void AddBrokenByAdjustment(HashSet<string> broken, PlainRequest request, Terms terms)
    {
        var size = Math.Abs(request.Points);
        var today = _entries.Where(entry => entry.Request.Kind == PlainKind.Adjust && entry.Request.Day == request.Day)
            .Sum(entry => Math.Abs(entry.Request.Points));
        if (!terms.Adjusts)
            broken.Add("AdjustmentNotOffered");
        if (!IsReason(request.Reason, terms))
            broken.Add("AdjustmentReasonUnknown");
        if (size > terms.AdjustMaximum)
            broken.Add("AdjustmentAboveMaximum");
        if (today + size > terms.AdjustDailyMaximum)
            broken.Add("AdjustmentAboveDailyMaximum");
        if (request.Points < 0 && size > _coins.Count && !terms.AdjustOwes)
            broken.Add("InsufficientPoints");
    }

    private static bool IsReason(string reason, Terms terms) =>
        terms.AdjustReasons.Length == 0 || terms.AdjustReasons.Split(' ').Contains(reason);

    private void AddBrokenByReturnOfSale(HashSet<string> broken, PlainRequest request)
    {
        if (request.Target == Awaited)
            return;
        if (SaleAt(request.Target) is not { } sale)
        {
            broken.Add("SaleUnknown");
            return;
        }

        if (_undone.Contains(request.Target) || IsGone(sale))
            broken.Add("ReturnExceedsSale");
        if (request.Line >= sale.Request.Amounts.Length)
        {
            broken.Add("SaleLineUnknown");
        }
        else if (request.Line >= 0)
        {
            var quantity = sale.Quantities[request.Line] + request.Quantity;
            var amount = sale.Request.Amounts[request.Line];
            var paidBack = sale.PaidBack[request.Line] + request.PaidBack;
            if (IsGone(sale, request.Line) || quantity > 1_000 || (amount * quantity / 1_000) + paidBack > amount)
                broken.Add("ReturnExceedsSale");
        }
    }

    private void AddBrokenByActivation(HashSet<string> broken, PlainRequest request)
    {
        if (SaleAt(request.Target) is not { } sale)
            broken.Add("SaleUnknown");
        else if (sale.Awaits != request.Reason)
            broken.Add("EventNotAwaited");
        else if (_locked.All(coin => coin.Entry != sale.Revision))
            broken.Add("PointsNotPending");
    }

    private void AddBrokenByReversal(HashSet<string> broken, PlainRequest request)
    {
        if (request.Target < 1 || request.Target > _entries.Count)
            broken.Add("EntryUnknown");
        else if (_entries[(int)request.Target - 1].Request.Kind is not
            (PlainKind.Earn or PlainKind.Burn or PlainKind.Capture or PlainKind.Adjust))
            broken.Add("EntryNotReversible");
        else if (_undone.Contains(request.Target)
            || (_entries[(int)request.Target - 1] is { Request.Kind: PlainKind.Earn } sale && IsGone(sale)))
            broken.Add("EntryAlreadyReversed");
    }

    private static string FirstOf(HashSet<string> broken)
    {
        string[] order =
        [
            "RequestCancelled", "RequestIdReused", "MemberUnknown", "MemberAlreadyEnrolled", "RevisionMoved",
            "OccurTimeAhead", "OccurTimeBeforeProgram", "OccurTimeTooLate", "IdentifierTaken",
            "CurrencyUnsupported", "BurnNotOffered", "ReservationNotOffered", "ReservationUnknown", "ReservationEnded",
            "BurnBelowMinimum", "BurnOffStep",
            "ReservationTooLong", "ReservationCountExceeded", "ReservationExceeded", "AdjustmentNotOffered",
            "AdjustmentReasonUnknown", "AdjustmentAboveMaximum", "AdjustmentAboveDailyMaximum", "WriteOffExceedsDebt",
            "InsufficientPoints",
            "ReturnNotAllowed", "ReturnWaitNotOffered", "ReturnWaitCountExceeded",
            "SaleUnknown", "EventNotAwaited", "PointsNotPending",
            "SaleLineUnknown", "ReturnExceedsSale", "EntryUnknown", "EntryNotReversible",
            "EntryAlreadyReversed",
        ];
        return order.First(broken.Contains);
    }

    private PlainAnswer Answer(string verdict, ModelEntry? entry) => new(
        verdict,
        entry?.Revision ?? 0,
        entry?.Points ?? 0,
        entry?.Forgiven ?? 0,
        entry?.DebtChange ?? 0,
        _entries.Count,
        _coins.Count,
        _locked.Count,
        _holds.Sum(hold => hold.Coins.Count),
        string.Join(' ', _debts.GroupBy(debt => debt).Select(debt => $"{debt.Key}:{debt.Count()}")),
        string.Join(' ', _coins.GroupBy(coin => (coin.LastDay, coin.Entry)).OrderBy(lot => lot.Key).Select(Words))
            + " | "
            + string.Join(' ', _locked.GroupBy(coin => (coin.FirstDay, coin.Entry)).OrderBy(lot => lot.Key)
                .Select(Words))
            + " | "
            + string.Join(' ', _holds.OrderBy(hold => hold.Entry).SelectMany(hold => hold.Coins
                .GroupBy(coin => (coin.LastDay, coin.Entry)).OrderBy(lot => lot.Key)
                .Select(lot => $"{hold.Entry}/{Words(lot)}"))));

    private static string Words(IGrouping<(int Day, long Entry), Coin> lot) => $"{lot.Key.Entry}:{lot.Count()}";

    /// <summary>A point: the entry that earned it, the last day on which it is good, and the first.</summary>
    private readonly record struct Coin(long Entry, int LastDay, int FirstDay);

    private sealed class Hold(long entry, bool coinsEnd)
    {
        public long Entry => entry;

        /// <summary>Whether its coins end on their day; otherwise not before the hold does.</summary>
        public bool CoinsEnd => coinsEnd;

        public int Begin { get; init; }

        public (int Day, int Moment) End { get; set; }

        public List<Coin> Coins { get; } = [];
    }

    /// <summary>When coins end for want of activity, and the day of the notice of it.</summary>
    private sealed record Idle((int Day, int Moment) End, int? NoticeDay, bool IsNoticed);

    /// <summary>A return that waits for its sale until a moment.</summary>
    private sealed record Waiting(ModelEntry Entry, (int Day, int Moment) End, bool Forgives)
    {
        public PlainRequest Request => Entry.Request;
    }

    /// <summary>Points of one debt that one entry's coins paid.</summary>
    private sealed class Payment(long payer, long debt)
    {
        public long Payer => payer;

        public long Debt => debt;

        public long Count { get; set; }
    }

    private sealed class ExpiredLot(long entry, int lastDay)
    {
        public long Entry => entry;

        public int LastDay => lastDay;

        public long Count { get; set; }
    }

    private sealed class ModelEntry(long revision, PlainRequest request)
    {
        public long Revision => revision;

        public PlainRequest Request => request;

        public string RequestId => request.Id;

        public long Points { get; set; }

        public long Forgiven { get; set; }

        public long DebtChange { get; set; }

        /// <summary>For a sale: what a point cost then.</summary>
        public long MinorPerPoint { get; init; }

        /// <summary>For a sale: what it gave as the member's second, fourth and so on.</summary>
        public long Bonus { get; init; }

        /// <summary>For a sale: thousandths of each line that came back, and pence of it, and whether all of it
        /// did.</summary>
        public long[] Quantities { get; } = new long[request.Amounts.Length];

        public long[] PaidBack { get; } = new long[request.Amounts.Length];

        public bool[] IsLineGone { get; } = new bool[request.Amounts.Length];

        /// <summary>For a sale: what its returns made owed again, and what they were forgiven and still lack.</summary>
        public long RestoredOfSale { get; set; }

        public long ForgivenOfSale { get; set; }

        public long ForgivenBy { get; set; }

        /// <summary>The coins spent, in the order in which they were.</summary>
        public List<Coin> Spent { get; } = [];

        /// <summary>For a sale: the debts that its coins paid when they were unlocked.</summary>
        public long RepaidLater { get; set; }

        /// <summary>For what takes back: what had given the coins.</summary>
        public ModelEntry? Taken { get; set; }

        /// <summary>For a sale: the event for which its coins wait.</summary>
        public string Awaits { get; set; } = "";

        /// <summary>What of what it left owing was written off.</summary>
        public long WrittenOff { get; set; }

        /// <summary>For an activity: when it alone would end coins.</summary>
        public Idle? Activity { get; set; }

        /// <summary>Whether it gave coins that nobody had before.</summary>
        public bool MadeCoins { get; set; }

        /// <summary>Whether it gave coins that end for want of activity.</summary>
        public bool GotIdleCoins { get; set; }

        /// <summary>For an exchange: the sale in it.</summary>
        public ModelEntry? Bought { get; set; }

        /// <summary>For a sale: the last day of its coins; null for one whose coins all paid debts.</summary>
        public int? LastDay { get; set; }
    }
}
