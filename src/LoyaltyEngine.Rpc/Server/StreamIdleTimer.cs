namespace Grpc.AspNetCore.Server;

/// <summary>
/// Stops a call whose streams wait too long for its client. Waiting starts and ends often, so the timer is not moved
/// each time: when it fires it looks how long nothing has moved. Any thread.
/// </summary>
internal sealed class StreamIdleTimer(ServerCall call, TimeProvider time, TimeSpan timeout) : IDisposable
{
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private long _lastMoved;
    private int _waiting;
    private bool _isSet;
    private bool _isOver;

    /// <summary>Starts a wait for the client.</summary>
    public void BeginWait()
    {
        lock (_gate)
        {
            if (_waiting++ == 0)
                _lastMoved = time.GetTimestamp();
            if (_isSet || _isOver)
                return;
            _isSet = true;
            _timer ??= time.CreateTimer(
                static idle => ((StreamIdleTimer)idle!).OnTimer(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
            SetTimer(timeout);
        }
    }

    /// <summary>Ends a wait, because a message has moved or because the wait was given up.</summary>
    public void EndWait()
    {
        lock (_gate)
        {
            _waiting--;
            _lastMoved = time.GetTimestamp();
        }
    }

    /// <summary>Tells that a message has moved without a wait.</summary>
    public void Moved() => Volatile.Write(ref _lastMoved, time.GetTimestamp());

    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _timer?.Dispose();
        }
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            if (_isOver)
                return;
            _isSet = _waiting > 0;
            if (!_isSet)
                return;
            var left = timeout - time.GetElapsedTime(Volatile.Read(ref _lastMoved));
            if (left <= TimeSpan.Zero)
                call.Stop(CallFailures.Idle);
            else
                SetTimer(left);
        }
    }

    private void SetTimer(TimeSpan left)
        => _timer!.Change(
            TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
}
