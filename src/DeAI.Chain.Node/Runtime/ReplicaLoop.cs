using System.Threading.Channels;
using DeAI.Chain.Replica;

namespace DeAI.Chain.Node.Runtime;

/// <summary>
/// The one writer: takes inputs from a bounded queue, steps the replica, and hands its effects to the runner. Nothing else touches the replica.
/// </summary>
internal sealed class ReplicaLoop : IAsyncDisposable
{
    private const int QueueLength = 16_384;
    private const int BatchLength = 256;
    private const int MaxFrames = 1024;
    private const long MaxFrameBytes = 64L << 20;

    /// <summary>Read as the time when it is taken out.</summary>
    private static readonly ReplicaInput.Tick Alarm = new(0);

    private readonly ReplicaMachine _replica;
    private readonly EffectRunner _runner;
    private readonly NodeFailure _failure;
    private readonly Channel<ReplicaInput> _inputs;
    private readonly ReplicaEffects _effects = new();
    private readonly SemaphoreSlim _frames = new(MaxFrames);
    private readonly ReplicaClock _clock;
    private long _frameBytes;
    private Task _running = Task.CompletedTask;
    private ReplicaProgress _progress;

    public ReplicaLoop(ReplicaMachine replica, EffectRunner runner, NodeFailure failure, TimeProvider time)
    {
        _replica = replica;
        _runner = runner;
        _failure = failure;
        _inputs = System.Threading.Channels.Channel.CreateBounded<ReplicaInput>(
            new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _clock = new ReplicaClock(time, OnAlarm);
        _progress = ReplicaProgress.Of(replica);
    }

    /// <summary>Where the replica stands, as of the last batch.</summary>
    public ReplicaProgress Progress => Volatile.Read(ref _progress);

    public int QueuedInputs => _inputs.Reader.Count;

    public void Start(CancellationToken stop)
    {
        _runner.Bind(this);
        _running = Task.Factory.StartNew(() => Run(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>
    /// A frame of a peer. Few are in the queue at once, the rest waits in the transport's lanes: there votes go first and each peer has its
    /// turn, so that a flood of one delays the others by no more than these few.
    /// </summary>
    public async ValueTask PostFrameAsync(ReplicaInput.FrameReceived frame, CancellationToken cancel)
    {
        await _frames.WaitAsync(cancel);
        while (Interlocked.Read(ref _frameBytes) > MaxFrameBytes)
        {
            await Task.Delay(1, cancel);
        }

        Interlocked.Add(ref _frameBytes, frame.Frame.Length);
        await PostAsync(frame, cancel);
    }

    /// <summary>A frame from this node itself, in the place of one that cannot come. Never waits; where there is no room it is lost.</summary>
    public void TryPostFrame(ReplicaInput.FrameReceived frame)
    {
        if (!_frames.Wait(0, CancellationToken.None))
        {
            return;
        }

        Interlocked.Add(ref _frameBytes, frame.Frame.Length);
        if (!_inputs.Writer.TryWrite(frame))
        {
            Interlocked.Add(ref _frameBytes, -frame.Frame.Length);
            _frames.Release();
        }
    }

    /// <summary>Waits for room: producers feel back-pressure.</summary>
    public ValueTask PostAsync(ReplicaInput input, CancellationToken cancel = default) => _inputs.Writer.WriteAsync(input, cancel);

    /// <summary>For threads of the runtime that must not lose what they report; they may wait, the loop never waits for them.</summary>
    public void Post(ReplicaInput input)
    {
        while (!_inputs.Writer.TryWrite(input))
        {
            if (!_inputs.Writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult())
            {
                return;
            }
        }
    }

    /// <summary>The replica asked to be called at this time.</summary>
    public void SetTimer(long atMs) => _clock.SetAlarm(atMs);

    public async ValueTask DisposeAsync()
    {
        _inputs.Writer.TryComplete();
        await _clock.DisposeAsync();
        await _running;
        _frames.Dispose();
    }

    // Lost only where the queue is full, and each batch that empties it begins with the time.
    private void OnAlarm() => _inputs.Writer.TryWrite(Alarm);

    private ReplicaInput.Tick Now() => new(_clock.NowMs());

    private async Task Run(CancellationToken stop)
    {
        try
        {
            Step(Now());
            while (await _inputs.Reader.WaitToReadAsync(stop))
            {
                Step(Now());
                for (int i = 0; i < BatchLength && _inputs.Reader.TryRead(out ReplicaInput? input); i++)
                {
                    // An alarm that rang during this batch is not what the batch began with, and only a step with the time sets the next one:
                    // passed over, a node that hears of nobody would stand still.
                    Step(input is ReplicaInput.Tick ? Now() : input);
                }

                Volatile.Write(ref _progress, ReplicaProgress.Of(_replica));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The node is being stopped: what was not finished is found again at the next start.
        }
        catch (Exception exception)
        {
            _failure.Report("the replica loop failed", exception);
        }
    }

    private void Step(ReplicaInput input)
    {
        if (input is ReplicaInput.FrameReceived frame)
        {
            Interlocked.Add(ref _frameBytes, -frame.Frame.Length);
            _frames.Release();
        }

        _replica.Step(input, _effects);
        _runner.Run(_effects);
    }
}
