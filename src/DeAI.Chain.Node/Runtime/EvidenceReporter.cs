using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accountability.Contracts;
using DeAI.Chain.Modules.Accountability.Messages;
using DeAI.Chain.Modules.Accountability.Queries;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Node.Telemetry;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Replica;
using DeAI.Chain.Storage;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Node.Runtime;

/// <summary>
/// Brings evidence against validators onto the chain: kept on disk when it is found, sent as this node's own transaction, again until the
/// chain has it or takes it no more. All validators find the same, so they wait in turn for one another.
/// </summary>
internal sealed class EvidenceReporter(ChainStore store, SigningKey key, ChainId chain, NodeTelemetry telemetry, NodeFailure failure)
{
    /// <summary>More than one for each possible seat helps nobody.</summary>
    private const int MaxPending = ValidatorSet.MaxSeats;

    /// <summary>Heights that a validator waits for each seat before its own.</summary>
    private const ulong TurnHeights = 4;

    private const ulong LifetimeHeights = 100;

    private readonly Lock _gate = new();
    private readonly List<Pending> _pending = [];
    private ReplicaLoop? _loop;
    private SubmissionDesk? _desk;

    /// <summary>Evidence that is not on the chain yet.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count;
            }
        }
    }

    /// <summary>Takes up what an earlier run left.</summary>
    public void Bind(ReplicaLoop loop, SubmissionDesk desk)
    {
        _loop = loop;
        _desk = desk;
        _pending.AddRange(store.Evidence.All().Take(MaxPending).Select(evidence => new Pending(evidence, AccusedOf(evidence))));
    }

    /// <summary>
    /// Called by the loop: writing is left to another thread. One of each accused is enough, or a leader that contradicts itself in every view
    /// would leave no room for others.
    /// </summary>
    public void Found(Evidence evidence)
    {
        lock (_gate)
        {
            PublicKey? accused = AccusedOf(evidence);
            if (_pending.Count >= MaxPending || _pending.Exists(known => known.Covers(evidence, accused)))
            {
                return;
            }

            _pending.Add(new Pending(evidence, accused));
        }

        ThreadPool.QueueUserWorkItem(_ => Keep(evidence));
    }

    /// <summary>A block is durable: drops what the chain has, sends what is due.</summary>
    public void Committed(Height height)
    {
        lock (_gate)
        {
            if (_pending.Count == 0)
            {
                return;
            }

            int own = ValidatorSchedule.Current(store.State).IndexOf(key.PublicKey);
            foreach (Pending pending in _pending.ToList())
            {
                pending.Accused ??= AccusedOf(pending.Evidence);
                if (IsSettled(pending.Evidence))
                {
                    _pending.Remove(pending);
                    store.Evidence.Remove(pending.Evidence);
                }
                else if (own >= 0 && pending.IsDue(height, (ulong)own * TurnHeights))
                {
                    pending.Until = new Height(height.Value + LifetimeHeights);
                    Send(pending);
                }
            }
        }
    }

    private void Keep(Evidence evidence)
    {
        try
        {
            store.Evidence.Put(evidence);
        }
        catch (StorageFullException)
        {
            // It is sent all the same, only a restart before that would forget it; the other validators have found it too.
            return;
        }
        catch (Exception exception)
        {
            failure.Report("keeping evidence failed", exception);
        }
    }

    /// <summary>The accused is on record, is this node itself, or is of an epoch that nothing is kept of.</summary>
    private bool IsSettled(Evidence evidence) => AccusedOf(evidence) is { } accused
        ? accused == key.PublicKey || AccountabilityQueries.OffenceOf(store.State, accused) is not null
        : store.Tip!.Header.Epoch > evidence.Epoch;

    /// <summary>Null for an epoch whose seats are not known yet, or no more.</summary>
    private PublicKey? AccusedOf(Evidence evidence) => AccountabilityQueries.SeatsOf(store.State, evidence.Epoch) is { } seats
        ? seats.Seats[evidence.SeatIn(ContextOf(evidence, seats))].Key
        : null;

    private EpochContext ContextOf(Evidence evidence, EpochSeats seats) => new(chain, new EpochStart(evidence.Epoch, seats.Seats, default, default));

    private void Send(Pending pending)
    {
        AccountId sender = new(key.PublicKey.Value);
        TransactionBody body = new(
            chain,
            sender,
            key.PublicKey,
            AccountsQueries.NoncesOf(store.State, sender).Next,
            pending.Until,
            Credits.Zero,
            ModuleIds.Accountability,
            ReportOffence.Type,
            new Blob(Canonical.Encode(new ReportOffence(pending.Evidence))));
        VerifiedTransaction transaction = VerifiedTransaction.Verify(SignedTransaction.Sign(body, key), chain, TransactionLimits.Default).Value;
        ulong ticket = _desk!.Open(out Task<ImmutableArray<Result>> answer);
        _ = FollowAsync(pending, answer);
        _loop!.Post(new ReplicaInput.Submitted(ticket, transaction));
    }

    private async Task FollowAsync(Pending pending, Task<ImmutableArray<Result>> answer)
    {
        if ((await answer)[0].Refusal is { } refusal)
        {
            telemetry.Report(new ReplicaEffect.Report("evidence_refused", default, refusal.Code, refusal.Detail));
            lock (_gate)
            {
                pending.RetryAtOnce();
            }
        }
    }

    private sealed class Pending(Evidence evidence, PublicKey? accused)
    {
        private Height _seen;

        public Evidence Evidence => evidence;

        /// <summary>Null as long as the seats of the evidence's epoch are not known here.</summary>
        public PublicKey? Accused { get; set; } = accused;

        /// <summary>Whether this makes other evidence needless: of the same offender in the same epoch, or the same once more.</summary>
        public bool Covers(Evidence other, PublicKey? offender) =>
            evidence == other || (offender is not null && offender == Accused && evidence.Epoch == other.Epoch);

        /// <summary>The last height at which the transaction under way can be included; 0 before the first.</summary>
        public Height Until { get; set; }

        public bool IsDue(Height height, ulong turn)
        {
            _seen = _seen.Value == 0 ? height : _seen;
            return height.Value >= _seen.Value + turn && height > Until;
        }

        /// <summary>The mempool did not take it: with the next block.</summary>
        public void RetryAtOnce() => Until = default;
    }
}
