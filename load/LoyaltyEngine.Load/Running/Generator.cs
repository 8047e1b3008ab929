using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LoyaltyEngine.Load.Calls;
using LoyaltyEngine.Load.Http2;

namespace LoyaltyEngine.Load.Running;

/// <summary>
/// One generator thread: keeps so many calls in flight over its connections until its time or its workload ends, then
/// waits for the last answers. A turn of the loop reads what has arrived, encodes a new request for each answer and
/// sends them with one system call a connection. With a pace, calls begin when it says so, whatever was answered, on
/// the connections in turn.
/// </summary>
internal sealed class Generator
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LastAnswersWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    private readonly EndPoint _server;
    private readonly Workload _workload;
    private readonly Pace? _pace;
    private readonly Http2Connection[] _connections;
    private readonly int[] _shares;
    private readonly List<Socket> _readable = [];
    private readonly List<Socket> _writable = [];

    /// <summary>Connects. The calls in flight are spread evenly over the connections.</summary>
    public Generator(EndPoint server, int connections, int inFlight, Workload workload, Pace? pace = null)
    {
        _server = server;
        _workload = workload;
        _pace = pace;
        _shares = [.. Enumerable.Range(0, connections).Select(i => (inFlight + i) / connections)];
        _connections = [.. _shares.Select(_ => Http2Connection.Connect(server, ConnectTimeout))];
    }

    /// <summary>How many calls can be in flight, where the server's limit allows fewer than were asked for.</summary>
    public int InFlightLimit => _connections.Zip(_shares, (c, share) => Math.Min(c.MaxConcurrentStreams, share)).Sum();

    /// <summary>Runs until the timestamp, or until the workload has no more calls, and disconnects.</summary>
    public void Run(long stopIssuingAt)
    {
        try
        {
            var giveUpAt = stopIssuingAt == long.MaxValue
                ? long.MaxValue
                : stopIssuingAt + (long)(LastAnswersWithin.TotalSeconds * Stopwatch.Frequency);
            var now = Stopwatch.GetTimestamp();
            while (Turn(now, now < stopIssuingAt && _workload.HasNext))
            {
                Wait();
                now = Stopwatch.GetTimestamp();
                if (now > giveUpAt)
                    Array.ForEach(_connections, c => c.Lose(_workload, "no answer", now));
            }
        }
        finally
        {
            Array.ForEach(_connections, c => c.Dispose());
        }
    }

    // Answers what has arrived and sends what follows; tells whether
    // there is still something to wait for.
    private bool Turn(long now, bool issuing)
    {
        if (issuing)
            _workload.UnixSeconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        var waiting = false;
        var ready = 0;
        for (var i = 0; i < _connections.Length; i++)
        {
            ref var connection = ref _connections[i];
            try
            {
                // What is left in the list after the wait is readable, in the connections' order.
                if (ready < _readable.Count && _readable[ready] == connection.Socket)
                {
                    ready++;
                    connection.Receive(_workload, now);
                }

                if (connection is { IsRetiring: true, InFlight: 0, IsLost: false } && issuing)
                    Replace(ref connection);
                while (issuing && connection.InFlight < _shares[i]
                       && connection.CanStart(_workload.MaxDataSize) && _workload.HasNext
                       && TryBegin(i, now, out var begun))
                    connection.Start(_workload, begun);
                connection.Flush();
            }
            catch (Http2Exception e)
            {
                connection.Lose(_workload, e.Message, now);
            }

            waiting |= !connection.IsLost && (connection.InFlight > 0 || issuing);
        }

        return waiting;
    }

    // When the call begins that may begin now on the connection. What a late turn of the loop takes counts as latency.
    private bool TryBegin(int connection, long now, out long begun)
    {
        begun = now;
        return _pace is null
            || (_pace.Taken % _connections.Length == connection && _pace.TryTake(now, out begun));
    }

    private void Replace(ref Http2Connection connection)
    {
        connection.Dispose();
        connection = Http2Connection.Connect(_server, ConnectTimeout);
    }

    private void Wait()
    {
        _readable.Clear();
        _writable.Clear();
        foreach (var connection in _connections)
        {
            if (connection.IsLost)
                continue;
            _readable.Add(connection.Socket);
            if (connection.HasUnsent)
                _writable.Add(connection.Socket);
        }

        if (_readable.Count == 0)
            return;
        if (_pace is null)
            Socket.Select(_readable, _writable.Count > 0 ? _writable : null, null, LongestWait);
        else
            PreciseSelect.Wait(_readable, _writable, _pace.UntilNext(LongestWait));
    }
}
