using System.Threading.Channels;

namespace DeAI.Chain.Node.Runtime;

/// <summary>
/// A thread of its own that takes what has gathered and handles it as one batch, in order. Its length is bounded by the replica, which has only
/// so many requests open; the loop never waits to add.
/// </summary>
internal sealed class WorkQueue<T> : IAsyncDisposable
{
    private readonly Channel<T> _queue = System.Threading.Channels.Channel.CreateUnbounded<T>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Action<List<T>> _handle;
    private readonly NodeFailure _failure;
    private readonly string _name;
    private readonly int _maxBatch;
    private readonly Task _running;

    /// <param name="name">For the message when handling fails.</param>
    /// <param name="maxBatch">1 for work that is done piece by piece.</param>
    public WorkQueue(string name, int maxBatch, NodeFailure failure, Action<List<T>> handle)
    {
        _name = name;
        _maxBatch = maxBatch;
        _failure = failure;
        _handle = handle;
        _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public int Count => _queue.Reader.Count;

    public void Add(T item) => _queue.Writer.TryWrite(item);

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _running;
    }

    private void Run()
    {
        List<T> batch = [];
        try
        {
            while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (batch.Count < _maxBatch && _queue.Reader.TryRead(out T? item))
                {
                    batch.Add(item);
                }

                _handle(batch);
                batch.Clear();
            }
        }
        catch (Exception exception)
        {
            _failure.Report(_name, exception);
        }
    }
}
