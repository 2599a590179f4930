using System.Diagnostics;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Google.Protobuf;

namespace DeAI.Chain.Load;

/// <summary>One stream: signs transfers from its own accounts and keeps a number of them unfinished.</summary>
internal sealed class LoadConnection : IDisposable
{
    private const int MaxBatch = 64;
    private const ulong Lifetime = 5_000;

    private readonly LoadTarget _target;
    private readonly LoadAccount[] _accounts;
    private readonly AccountId _neighbour;
    private readonly LoadClock _clock;
    private readonly SemaphoreSlim _slots;
    private readonly Dictionary<Hash256, long> _started = [];
    private readonly Lock _gate = new();
    private readonly DuplexCall<SubmitStreamRequest, SubmitStreamResponse> _call;
    private int _next;

    /// <param name="neighbour">Whom a single account sends to: not itself.</param>
    public LoadConnection(LoadTarget target, LoadAccount[] accounts, AccountId neighbour, int outstanding, LoadClock clock)
    {
        _target = target;
        _accounts = accounts;
        _neighbour = neighbour;
        _clock = clock;
        _slots = new SemaphoreSlim(outstanding);
        _call = target.Channel.Duplex(LoadTarget.SubmitStream);
    }

    public LatencyRecorder Latencies { get; } = new();

    public SortedDictionary<string, long> Refused { get; } = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken cancel)
    {
        Task reading = Task.Run(() => ReadAsync(cancel), CancellationToken.None);
        await WriteAsync(cancel);
        await _call.CompleteRequestsAsync();
        await reading;
    }

    public void Dispose()
    {
        _call.Dispose();
        _slots.Dispose();
    }

    private async Task WriteAsync(CancellationToken cancel)
    {
        while (!_clock.IsOver && !cancel.IsCancellationRequested)
        {
            if (!await _slots.WaitAsync(TimeSpan.FromMilliseconds(50), cancel))
            {
                continue;
            }

            SubmitStreamRequest request = new() { Wait = true };
            do
            {
                request.Transactions.Add(UnsafeByteOperations.UnsafeWrap(Next()));
            }
            while (request.Transactions.Count < MaxBatch && _slots.Wait(0, CancellationToken.None));
            await _call.WriteAsync(request);
        }
    }

    private byte[] Next()
    {
        LoadAccount account = _accounts[_next++ % _accounts.Length];
        Transfer transfer = new(_accounts.Length == 1 ? _neighbour : _accounts[_next % _accounts.Length].Id, new Credits(1));
        TransactionBody body = new(
            _target.Chain, account.Id, account.Key.PublicKey, account.NextNonce(), new Height(_clock.Height + Lifetime), new Credits(1_000_000),
            ModuleIds.Accounts, Transfer.Type, new Blob(Canonical.Encode(transfer)));
        SignedTransaction signed = SignedTransaction.Sign(body, account.Key);
        lock (_gate)
        {
            _started.Add(signed.Id, Stopwatch.GetTimestamp());
        }

        return Canonical.Encode(signed);
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        await foreach (SubmitStreamResponse response in _call.ReadAllAsync(cancel))
        {
            foreach (SubmitOutcome outcome in response.Outcomes)
            {
                if (outcome.State != SubmitOutcome.Types.State.Accepted)
                {
                    Finish(outcome);
                }
            }
        }
    }

    private void Finish(SubmitOutcome outcome)
    {
        long started;
        lock (_gate)
        {
            // A refusal before the id could be computed names none; its slot is free all the same.
            started = outcome.Id.Length == Bytes32.Length && _started.Remove(new Hash256(outcome.Id.Span), out long found) ? found : 0;
        }

        _slots.Release();
        if (!_clock.IsCounting)
        {
            return;
        }

        if (outcome.State == SubmitOutcome.Types.State.Final && outcome.Reason.Length == 0)
        {
            Latencies.Add(Stopwatch.GetElapsedTime(started));
            _clock.Saw(outcome.Height);
        }
        else
        {
            Refused[outcome.Reason] = Refused.GetValueOrDefault(outcome.Reason) + 1;
        }
    }
}
