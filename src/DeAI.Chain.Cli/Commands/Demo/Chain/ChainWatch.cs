using System.Collections.Immutable;
using System.Diagnostics;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.Demo.View;
using DeAI.Chain.Grpc;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Cli.Commands.Demo.Chain;

/// <summary>Reads every final block through the auditor, counts, remembers what happened, and lets chapters wait for it.</summary>
internal sealed class ChainWatch(IReadOnlyList<DemoNode> nodes, DemoNode reader, IStage stage) : IAsyncDisposable
{
    private static readonly TimeSpan PictureEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PictureLimit = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private ImmutableList<Fact> _facts = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _cursor = "0";
    private Task _work = Task.CompletedTask;

    /// <summary>Told about each fact in the order of the chain.</summary>
    public Action<Fact> OnFact { get; set; } = static _ => { };

    /// <summary>The newest block that the auditor checked and this has read.</summary>
    public ulong Height { get; private set; }

    /// <summary>In all final blocks up to <see cref="Height"/>.</summary>
    public long Transactions { get; private set; }

    public void Start() => _work = Task.WhenAll(ReadBlocksAsync(), DrawAsync());

    public IReadOnlyList<Fact> Facts(string name)
    {
        lock (_lock)
        {
            return [.. _facts.Where(fact => fact.Name == name)];
        }
    }

    /// <summary>Waits until as many facts as asked are final.</summary>
    /// <param name="what">For the message if they do not come in time.</param>
    public async Task<IReadOnlyList<Fact>> WaitForAsync(
        Func<Fact, bool> match, string what, TimeSpan limit, CancellationToken cancel, int count = 1)
    {
        using CancellationTokenSource timed = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timed.CancelAfter(limit);
        while (true)
        {
            Task changed;
            Fact[] found;
            lock (_lock)
            {
                found = [.. _facts.Where(match)];
                changed = _changed.Task;
            }

            if (found.Length >= count)
            {
                return found;
            }

            try
            {
                await changed.WaitAsync(timed.Token);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                throw new DemoException(
                    $"Waited {limit.TotalSeconds:F0} s for: {what} ({found.Length} of {count} seen; the auditor is at block {Height})");
            }
        }
    }

    public async Task WaitForHeightAsync(ulong height, TimeSpan limit, CancellationToken cancel)
    {
        long started = Stopwatch.GetTimestamp();
        while (Height < height)
        {
            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                throw new DemoException($"Block {height} was not final within {limit.TotalSeconds:F0} s; the auditor is at {Height}");
            }

            await Task.Delay(Pause, cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private async Task ReadBlocksAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await foreach (SubscribeResponse part in reader.BlocksAsync(_cursor, _stop.Token))
                {
                    Take(part);
                }
            }
            catch (Exception lost) when (lost is RpcException or OperationCanceledException)
            {
                // The next round of the loop goes on after the last cursor; when the watch is stopped, there is none.
            }

            await PauseAsync(Pause);
        }
    }

    private void Take(SubscribeResponse part)
    {
        List<Fact> news = [];
        foreach (Transaction transaction in part.Transactions)
        {
            foreach (Event happened in transaction.Receipt.Events)
            {
                news.Add(new Fact(
                    transaction.Height, happened, Wire.Account(transaction.Sender), Wire.Hash(transaction.Id), transaction.Receipt.Reason));
            }
        }

        foreach (Event happened in part.BlockEvents)
        {
            news.Add(new Fact(part.Header.Height, happened, default, default, string.Empty));
        }

        foreach (Fact fact in news)
        {
            OnFact(fact);
        }

        TaskCompletionSource changed;
        lock (_lock)
        {
            _facts = _facts.AddRange(news);
            _cursor = part.Cursor;
            Height = part.Header?.Height ?? Height;
            Transactions += part.Transactions.Count;
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    private async Task DrawAsync()
    {
        Dictionary<string, NodePicture> last = [];
        while (!_stop.IsCancellationRequested)
        {
            NodePicture[] seen = await Task.WhenAll(nodes.Select(node => LookAsync(node, last.GetValueOrDefault(node.Name))));
            foreach (NodePicture picture in seen)
            {
                last[picture.Name] = picture;
            }

            stage.Picture(seen);
            await PauseAsync(PictureEvery);
        }
    }

    private async Task<NodePicture> LookAsync(DemoNode node, NodePicture? before)
    {
        try
        {
            NodeStatus status = await node.StatusAsync(_stop.Token, PictureLimit);
            string state = status.Syncing ? NodeStates.Syncing : NodeStates.Running;
            return new NodePicture(node.Name, node.IsValidator, status.FinalizedHeight, (int)status.ConnectedPeers, state);
        }
        catch (Exception away) when (away is RpcException or OperationCanceledException)
        {
            return new NodePicture(node.Name, node.IsValidator, before?.Height ?? 0, 0, NodeStates.Away);
        }
    }

    private async Task PauseAsync(TimeSpan time)
    {
        try
        {
            await Task.Delay(time, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopped: the loops end by themselves.
        }
    }
}
