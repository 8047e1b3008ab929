using System.Net;
using System.Net.Sockets;

namespace LoyaltyEngine.Rpc.InteropTests;

/// <summary>
/// Stands between a client and a server and counts the bytes each way: the only place where it shows, with clients and
/// servers of any make, whether messages travel compressed.
/// </summary>
internal sealed class CountingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _target;
    private readonly Task _accepting;
    private long _toServer;
    private long _toClient;

    public CountingRelay(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public long BytesToServer => Interlocked.Read(ref _toServer);

    public long BytesToClient => Interlocked.Read(ref _toClient);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ConnectAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ConnectAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _stopping.Token);
                await Task.WhenAny(
                    CopyAsync(client.GetStream(), server.GetStream(), read => Interlocked.Add(ref _toServer, read)),
                    CopyAsync(server.GetStream(), client.GetStream(), read => Interlocked.Add(ref _toClient, read)));
            }
            catch (Exception exception) when (IsEnd(exception))
            {
                // The server cannot be reached; the client sees its connection end.
            }
        }
    }

    private async Task CopyAsync(NetworkStream source, NetworkStream target, Action<int> count)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await source.ReadAsync(buffer, _stopping.Token) is > 0 and var read)
            {
                count(read);
                await target.WriteAsync(buffer.AsMemory(0, read), _stopping.Token);
            }
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            // One end has gone, and with it this connection.
        }
    }

    private static bool IsEnd(Exception exception)
        => exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException;
}
