using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.ExceptionServices;
using Google.Protobuf;

namespace DeAI.Chain.Grpc;

/// <summary>
/// Writes a stream of messages, and flushes when 16 KiB are pending or the producer pauses; a flush per message costs far more than the message.
/// A producer that shows its pauses (<see cref="WriteAllAsync{T}"/>) is flushed exactly there. For others the first unflushed message
/// queues a work item that flushes as soon as the thread pool gets to it. Safe for concurrent writers.
/// Memory held: 16 KiB and one message, and what the transport's own windows allow.
/// </summary>
[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable",
    Justification = "A queued flush may take the semaphore after the call has ended; without a wait handle it holds nothing to free.")]
internal sealed class FrameWriter(
    PipeWriter pipe, int maxMessageBytes, Func<CancellationToken, ValueTask> start, IdleMonitor? idle, CancellationToken lifetime, GrpcServerOptions? options = null)
    : IThreadPoolWorkItem
{
    private const int FlushBytes = 16 * 1024;
    private const int ReserveAttempts = 50;
    private static readonly TimeSpan ReservePause = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private ExceptionDispatchInfo? _failure;
    private long _pending;
    private long _held;
    private bool _started;
    private bool _flushQueued;
    private bool _closed;

    /// <summary>Sends the headers, once.</summary>
    public async ValueTask StartAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (!_started && !_closed)
            {
                await EnsureStartedAsync(cancellation);
                await FlushPendingAsync(cancellation);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask WriteAsync(IMessage message, CancellationToken cancellation) => WriteAsync(message, queueFlush: true, cancellation);

    /// <summary>Leaves the message pending: the end of the call flushes it together with the trailers.</summary>
    public ValueTask WriteLastAsync(IMessage message, CancellationToken cancellation) => WriteAsync(message, queueFlush: false, cancellation);

    public async Task WriteAllAsync<T>(IAsyncEnumerable<T> messages, CancellationToken cancellation)
        where T : IMessage
    {
        await using IAsyncEnumerator<T> source = messages.GetAsyncEnumerator(cancellation);
        while (true)
        {
            ValueTask<bool> next = source.MoveNextAsync();
            bool more;
            if (next.IsCompleted)
            {
                more = await next;
            }
            else
            {
                Task<bool> pending = next.AsTask();
                try
                {
                    await FlushAsync(cancellation);
                }
                catch
                {
                    // The enumerator may not be disposed while it moves; what it ends with no longer matters, the flush failed first.
                    await pending.ContinueWith(static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                    throw;
                }

                more = await pending;
            }

            if (!more)
            {
                return;
            }

            await WriteAsync(source.Current, queueFlush: false, cancellation);
        }
    }

    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            ThrowIfUnusable();
            await EnsureStartedAsync(cancellation);
            await FlushPendingAsync(cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>After this nothing touches the pipe any more. Tells whether anything was started.</summary>
    public async ValueTask<bool> CloseAsync()
    {
        await _turn.WaitAsync(CancellationToken.None);
        _closed = true;
        _turn.Release();
        return _started;
    }

    /// <summary>Gives back the room of everything that was written. What is flushed counts no more: the transport holds little of it.</summary>
    public void ReleaseAll()
    {
        if (options is not null)
        {
            options.Responses.Release(Interlocked.Exchange(ref _held, 0));
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = FlushQueuedAsync();

    private async ValueTask WriteAsync(IMessage message, bool queueFlush, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            ThrowIfUnusable();
            int size = Frame.Measure(message, maxMessageBytes);
            await ReserveAsync(size, cancellation);
            await EnsureStartedAsync(cancellation);
            Frame.Write(pipe, message, size);
            _pending += FrameReader.PrefixBytes + size;
            if (_pending >= FlushBytes)
            {
                await FlushPendingAsync(cancellation);
            }
            else if (queueFlush && !_flushQueued)
            {
                _flushQueued = true;
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Takes room for a message until the client has it. Where there is none, those that have not read for longest are ended first; there is
    /// room again when they are gone.
    /// </summary>
    private async ValueTask ReserveAsync(int size, CancellationToken cancellation)
    {
        if (options is null)
        {
            return;
        }

        for (int attempt = 0; !options.Responses.TryTake(size); attempt++)
        {
            if (attempt == ReserveAttempts)
            {
                throw new GrpcException(
                    StatusCode.ResourceExhausted,
                    "Too many answers wait for their readers.",
                    new Rpc.RetryInfo { RetryDelay = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(TimeSpan.FromSeconds(1)) });
            }

            options.Register.TryEndLongest();
            await Task.Delay(ReservePause, cancellation);
        }

        Interlocked.Add(ref _held, size);
    }

    private async Task FlushQueuedAsync()
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            _flushQueued = false;
            if (!_closed && _pending > 0)
            {
                await FlushPendingAsync(lifetime);
            }
        }
        catch (Exception failure)
        {
            // Nobody awaits this flush: the next write or flush reports it.
            _failure ??= ExceptionDispatchInfo.Capture(failure);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask EnsureStartedAsync(CancellationToken cancellation)
    {
        if (!_started)
        {
            _started = true;
            await start(cancellation);
        }
    }

    private async ValueTask FlushPendingAsync(CancellationToken cancellation)
    {
        ValueTask<FlushResult> flush = pipe.FlushAsync(cancellation);
        FlushResult result;
        if (flush.IsCompleted)
        {
            result = await flush;
        }
        else
        {
            idle?.BeginWait();
            try
            {
                result = await flush;
            }
            finally
            {
                idle?.EndWait();
            }
        }

        _pending = 0;
        ReleaseAll();
        if (result.IsCanceled || result.IsCompleted)
        {
            throw new OperationCanceledException("The peer no longer reads.", cancellation);
        }
    }

    private void ThrowIfUnusable()
    {
        _failure?.Throw();
        if (_closed)
        {
            throw new InvalidOperationException("The call has ended.");
        }
    }
}
