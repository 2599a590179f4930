using System.Threading.Channels;
using DeAI.Chain.Node.Configuration;
using DeAI.Chain.Storage;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Node.Runtime;

/// <summary>
/// Deletes old versions of the state tree behind the commits: after each one, in small batches with pauses, so that it follows the chain
/// without standing in front of it.
/// </summary>
internal sealed class StatePruner : IAsyncDisposable
{
    private const int NodesPerBatch = 2048;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly ChainStore _store;
    private readonly StateRetention _retention;
    private readonly NodeFailure _failure;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _commits = System.Threading.Channels.Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Task _running;

    public StatePruner(ChainStore store, StateRetention retention, NodeFailure failure)
    {
        _store = store;
        _retention = retention;
        _failure = failure;
        _running = retention.Heights is null ? Task.CompletedTask : Task.Run(Run);
        Committed();
    }

    /// <summary>There is a new block.</summary>
    public void Committed() => _commits.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task Run()
    {
        try
        {
            await foreach (bool _ in _commits.Reader.ReadAllAsync(_stop.Token))
            {
                await Prune();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The node is being stopped; what is left is deleted after the next start.
        }
        catch (Exception exception)
        {
            _failure.Report("pruning the state failed", exception);
        }
    }

    private async Task Prune()
    {
        try
        {
            while (_store.Pruning.Advance(_retention.Oldest(_store.Tip!.Header.Height), NodesPerBatch))
            {
                await Task.Delay(Pause, _stop.Token);
            }
        }
        catch (StorageFullException)
        {
            // A deletion takes space at first. The commits find the disk full too and say so; the next one that succeeds comes back here.
            await Task.Delay(TimeSpan.FromSeconds(1), _stop.Token);
        }
    }
}
