using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <content>
/// The deadline and cancellation of a call. Who answers the call is decided once, under the lock: the handler's result
/// or the deadline. Calls are pooled, and the watch may tell late, of a call long over: so what it tells is checked
/// against the time of the present call.
/// </content>
internal sealed partial class ServerCall
{
    private readonly Lock _gate = new();
    private readonly DeadlineWatch.Item _deadline;
    private DateTime? _deadlineUtc;
    private TimeSpan? _asked;
    private TimeSpan _timeout;
    private long _started;
    private bool _hasDeadline;
    private bool _cancelsItself;
    private Status? _stopReason;
    private bool _isWatched;
    private bool _isAnswered;
    private TaskCompletionSource? _deadlineAnswer;
    private CancellationTokenSource? _cancellation;
    private CancellationTokenRegistration _abortRegistration;

    /// <summary>Gets a value indicating whether the deadline has answered the call.</summary>
    public bool IsPastDeadline => Volatile.Read(ref _deadlineAnswer) is not null;

    /// <summary>Gets the end of the answer that the deadline gave.</summary>
    public Task DeadlineAnswer => _deadlineAnswer?.Task ?? Task.CompletedTask;

    public bool HasTimeLeft => !_hasDeadline || _time.GetElapsedTime(_started) < _timeout;

    /// <summary>Gets why the server stopped the call, if it did.</summary>
    public Status? StopReason
    {
        get
        {
            lock (_gate)
                return _stopReason;
        }
    }

    /// <summary>Gets the outcome of a handler that has returned.</summary>
    public Status Outcome => HasTimeLeft ? StopReason ?? Status : CallFailures.DeadlineExceeded;

    /// <summary>Gives the call its time.</summary>
    /// <param name="asked">What its client asked for, which is the deadline that a handler sees; null for none.</param>
    /// <param name="longest">What the server gives at most; null for no limit.</param>
    public void SetDeadline(TimeSpan? asked, TimeSpan? longest)
    {
        if (asked is null && longest is null)
            return;
        _asked = asked;
        var timeout = asked is null || longest < asked ? longest!.Value : asked.Value;
        _cancelsItself = true;
        _hasDeadline = true;
        _timeout = timeout;
        _started = _time.GetTimestamp();
        _deadline.Due = _watch.DueAfter(_started, timeout);
    }

    /// <summary>Lets the deadline answer from now on. Called only when the call is about to wait.</summary>
    public void WatchDeadline()
    {
        if (!_hasDeadline || _isWatched)
            return;
        lock (_gate)
        {
            _isWatched = true;
            _watch.Add(_deadline);
        }
    }

    /// <summary>Claims the right to answer; false if the deadline has it.</summary>
    public bool TryAnswer()
    {
        if (!_hasDeadline)
            return true;
        lock (_gate)
        {
            if (_isAnswered)
                return false;
            _isAnswered = true;
            return true;
        }
    }

    /// <summary>Cancels the call, for a reason that becomes its status.</summary>
    public void Stop(in Status reason)
    {
        lock (_gate)
            _stopReason ??= reason;
        _ = _cancellation?.CancelAsync();
    }

    /// <summary>Is told that a deadline of this call, or of one before it, has passed.</summary>
    public void OnDue()
    {
        lock (_gate)
        {
            if (!_isWatched)
                return;
            if (HasTimeLeft)
            {
                _watch.Add(_deadline);
                return;
            }

            if (_isAnswered)
            {
                // A handler that answers by itself, with a stream, is only told.
                _ = _cancellation?.CancelAsync();
                return;
            }

            _isAnswered = true;
            _deadlineAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        _ = AnswerDeadlineAsync(Http, _deadlineAnswer, _cancellation);
    }

    private CancellationToken GetCancellation()
    {
        if (!_cancelsItself)
            return Http.RequestAborted;
        if (_cancellation is not null)
            return _cancellation.Token;

        _cancellation = new CancellationTokenSource();
        _abortRegistration = Http.RequestAborted.UnsafeRegister(
            static source => ((CancellationTokenSource)source!).Cancel(), _cancellation);
        WatchDeadline();
        return _cancellation.Token;
    }

    private DateTime DeadlineUtc()
    {
        if (!_hasDeadline || _asked is not { } asked)
            return DateTime.MaxValue;
        if (_deadlineUtc is { } known)
            return known;
        var now = _time.GetUtcNow().UtcDateTime;
        var left = asked - _time.GetElapsedTime(_started);
        _deadlineUtc = left < DateTime.MaxValue - now ? now + left : DateTime.MaxValue;
        return _deadlineUtc.Value;
    }

    private static async Task AnswerDeadlineAsync(
        HttpContext http, TaskCompletionSource answer, CancellationTokenSource? cancellation)
    {
        try
        {
            // A response that has started belongs to the handler, which writes the status when it ends.
            if (!http.Response.HasStarted)
            {
                ResponseEnd.WriteStatus(http, CallFailures.DeadlineExceeded, null);
                await http.Response.CompleteAsync().ConfigureAwait(false);
            }

            http.Request.BodyReader.CancelPendingRead();
        }
        catch (Exception)
        {
            // The connection is gone, and with it whoever waits for this answer.
        }
        finally
        {
            answer.SetResult();
            if (cancellation is not null)
                await cancellation.CancelAsync().ConfigureAwait(false);
        }
    }

    private bool TryResetDeadline()
    {
        if (!_cancelsItself)
            return true;
        lock (_gate)
        {
            if (_isWatched)
                DeadlineWatch.Remove(_deadline);
            _isWatched = false;
            if (_deadlineAnswer is not null)
                return false;

            _isAnswered = false;
            _hasDeadline = false;
            _cancelsItself = false;
            _stopReason = null;
            _deadlineUtc = null;
        }

        _abortRegistration.Dispose();
        _abortRegistration = default;
        _cancellation?.Dispose();
        _cancellation = null;
        return true;
    }
}
