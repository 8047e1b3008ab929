using System.Runtime.ExceptionServices;

namespace LoyaltyEngine.Cli.Replay;

/// <summary>
/// Runs work for many members side by side, and for one member in the order in which it was given. At most a window's
/// worth is under way or waiting. The first failure ends everything: what follows it for its member is not begun, nor
/// anything given later. <see cref="RunAsync"/> is for one caller at a time.
/// </summary>
internal sealed class MemberChains(int window) : IDisposable
{
    private readonly SemaphoreSlim _places = new(window, window);
    private readonly Dictionary<string, Task> _ends = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopped = new();

    /// <summary>Runs the work after all earlier work of the member; returns once there is a place for it.</summary>
    public async Task RunAsync(string memberId, Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        await WaitForPlaceAsync(cancellation);
        _ends[memberId] = LinkAsync(_ends.GetValueOrDefault(memberId, Task.CompletedTask), work);
    }

    /// <summary>Waits until all work is done; throws the first failure where one failed.</summary>
    public async Task FinishAsync()
    {
        Exception? first = null;
        foreach (var end in _ends.Values)
        {
            try
            {
                await end;
            }
            catch (Exception failure)
            {
                // What was cancelled was so because of another failure, which is the one to tell.
                first = first is null or OperationCanceledException ? failure : first;
            }
        }

        if (first is not null)
            ExceptionDispatchInfo.Throw(first);
    }

    /// <summary>Cancels the work under way.</summary>
    public void Stop() => _stopped.Cancel();

    public void Dispose()
    {
        _places.Dispose();
        _stopped.Dispose();
    }

    private async Task WaitForPlaceAsync(CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stopped.Token);
        await _places.WaitAsync(either.Token);
    }

    private async Task LinkAsync(Task previous, Func<CancellationToken, Task> work)
    {
        try
        {
            await previous;
            _stopped.Token.ThrowIfCancellationRequested();
            await work(_stopped.Token);
        }
        catch
        {
            await _stopped.CancelAsync();
            throw;
        }
        finally
        {
            _places.Release();
        }
    }
}
