using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <content>
/// The deadline and cancellation of a call. Who answers the call is decided once, under the lock: the handler's result
/// or the deadline. The timer is kept with the pooled call; since it may fire late, for a call long over, it looks at
/// the time of the present call and never trusts that it was meant.
/// </content>
internal sealed partial class ServerCall
{
    private static readonly TimeSpan _longestTimer = TimeSpan.FromDays(30);

    private readonly Lock _gate = new();
    private DateTime _deadlineUtc = DateTime.MaxValue;
    private TimeSpan _timeout;
    private long _started;
    private bool _hasDeadline;
    private bool _cancelsItself;
    private Status? _stopReason;
    private bool _isTimerSet;
    private bool _isAnswered;
    private TaskCompletionSource? _deadlineAnswer;
    private ITimer? _timer;
    private CancellationTokenSource? _cancellation;
    private CancellationTokenRegistration _abortRegistration;

    /// <summary>Gets a value indicating whether the deadline has answered the call.</summary>
    public bool IsPastDeadline => Volatile.Read(ref _deadlineAnswer) is not null;

    /// <summary>Gets the end of the answer that the deadline gave.</summary>
    public Task DeadlineAnswer => _deadlineAnswer?.Task ?? Task.CompletedTask;

    public bool HasTimeLeft => !_hasDeadline || time.GetElapsedTime(_started) < _timeout;

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

    public void SetDeadline(TimeSpan timeout)
    {
        _cancelsItself = true;
        _hasDeadline = true;
        _timeout = timeout;
        _started = time.GetTimestamp();
        var now = time.GetUtcNow().UtcDateTime;
        _deadlineUtc = timeout < DateTime.MaxValue - now ? now + timeout : DateTime.MaxValue;
    }

    /// <summary>Lets the deadline answer from now on. Called only when the call is about to wait.</summary>
    public void StartTimer()
    {
        if (!_hasDeadline || _isTimerSet)
            return;
        lock (_gate)
        {
            _isTimerSet = true;
            _timer ??= time.CreateTimer(
                static call => ((ServerCall)call!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            SetTimer();
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

    private CancellationToken GetCancellation()
    {
        if (!_cancelsItself)
            return Http.RequestAborted;
        if (_cancellation is not null)
            return _cancellation.Token;

        _cancellation = new CancellationTokenSource();
        _abortRegistration = Http.RequestAborted.UnsafeRegister(
            static source => ((CancellationTokenSource)source!).Cancel(), _cancellation);
        StartTimer();
        return _cancellation.Token;
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            if (!_isTimerSet)
                return;
            if (HasTimeLeft)
            {
                SetTimer();
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

    private void SetTimer()
    {
        var left = _timeout - time.GetElapsedTime(_started);
        left = left > _longestTimer ? _longestTimer : left;
        // Timers count whole milliseconds: rounded up, so that it does not fire just before the deadline.
        _timer!.Change(
            TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(left.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
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
            if (_deadlineAnswer is not null)
            {
                _timer?.Dispose();
                return false;
            }

            if (_isTimerSet)
                _timer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _isTimerSet = false;
            _isAnswered = false;
            _hasDeadline = false;
            _cancelsItself = false;
            _stopReason = null;
            _deadlineUtc = DateTime.MaxValue;
        }

        _abortRegistration.Dispose();
        _abortRegistration = default;
        _cancellation?.Dispose();
        _cancellation = null;
        return true;
    }
}
