using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica;
using DeAI.Chain.Simulation.Cluster;
using DeAI.Chain.Simulation.Events;
using DeAI.Chain.Simulation.Genesis;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Simulation.Clients;

/// <summary>
/// Clients that send transfers to random nodes and send them again elsewhere until they are final. A transfer counts as acknowledged once a
/// correct node took it and one committed it durably.
/// </summary>
internal sealed class ClientFleet(World world)
{
    private const int RetryMs = 700;

    private readonly CounterRandom _random = world.Stream(3, 0);
    private readonly List<Submission> _submissions = [];
    private readonly Dictionary<Hash256, Submission> _byId = [];
    private readonly ulong[] _nonces = new ulong[SimulationChain.ClientCount];
    private int _open;

    public IEnumerable<Hash256> Acknowledged =>
        _submissions.Where(static submission => submission is { IsTaken: true, IsFinal: true }).Select(static submission => submission.Transaction.Id);

    /// <summary>Whether each submission goes to all nodes at once.</summary>
    public bool ToEveryNode { get; init; }

    public bool AllFinal => _open == 0;

    public void Schedule(int transactions, int withinMs)
    {
        _open = transactions;
        for (int i = 0; i < transactions; i++)
        {
            world.Events.At(_random.Below(Math.Max(1, withinMs)), SubmitNew);
        }
    }

    /// <summary>A node took or refused a submission.</summary>
    public void Answered(ulong ticket, Result outcome)
    {
        Submission submission = _submissions[(int)ticket];
        submission.IsTaken |= outcome.IsOk;
        if (outcome.Refusal is { } refusal)
        {
            world.States.Count("submission_refused:" + refusal.Code);
        }
    }

    /// <summary>A correct node committed a transaction durably.</summary>
    public void Final(Hash256 transaction)
    {
        if (_byId.TryGetValue(transaction, out Submission? submission) && !submission.IsFinal)
        {
            submission.IsFinal = true;
            _open--;
        }
    }

    private void SubmitNew()
    {
        int client = _random.Below(SimulationChain.ClientCount);
        SigningKey key = world.Chain.Clients[client];
        SigningKey to = world.Chain.Clients[_random.Below(SimulationChain.ClientCount)];

        // Now and then a nonce is given up, as by a client that crashed before it sent.
        _nonces[client] += _random.Chance(50) ? 2UL : 1UL;
        Transfer transfer = new(new AccountId(to.PublicKey.Value), new Credits((ulong)_random.Between(1, 1000)));
        TransactionBody body = new(
            world.Chain.Chain,
            new AccountId(key.PublicKey.Value),
            key.PublicKey,
            _nonces[client],
            new Height((ulong)world.Invariants.Chain.Count + 5_000),
            new Credits(100_000),
            ModuleIds.Accounts,
            Transfer.Type,
            new Blob(Canonical.Encode(transfer)));
        VerifiedTransaction verified = VerifiedTransaction.Verify(
            SignedTransaction.Sign(body, key), world.Chain.Chain, TransactionLimits.Default).Value;
        Submission submission = new(_submissions.Count, verified);
        _submissions.Add(submission);
        _byId.Add(verified.Id, submission);
        Submit(submission);
    }

    private void Submit(Submission submission)
    {
        // A client that missed the answer sends once more what is final already.
        bool isRepeat = submission.IsFinal;
        if (isRepeat && !_random.Chance(300))
        {
            return;
        }

        SimulatedNode[] running = [.. world.Correct.Where(static node => node.IsRunning)];
        int chosen = running.Length > 0 ? _random.Below(running.Length) : 0;
        foreach (SimulatedNode node in ToEveryNode ? running : running.AsSpan(chosen, Math.Min(1, running.Length)))
        {
            world.Latency?.Submit(node.Index, submission.Transaction.Id, world.Events.NowMs);
            world.Trace.Add(world.Events.NowMs, TraceKind.Submitted, node.Index, submission.Transaction.Id);
            node.Take(new ReplicaInput.Submitted((ulong)submission.Ticket, submission.Transaction));
        }

        if (!isRepeat)
        {
            world.Events.In(RetryMs, () => Submit(submission));
        }
    }

    private sealed class Submission(int ticket, VerifiedTransaction transaction)
    {
        public int Ticket { get; } = ticket;

        public VerifiedTransaction Transaction { get; } = transaction;

        public bool IsTaken { get; set; }

        public bool IsFinal { get; set; }
    }
}
