using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Transactions;

namespace DeAI.Chain.Replica;

/// <summary>Everything that can happen to a replica.</summary>
public abstract record ReplicaInput
{
    private ReplicaInput()
    {
    }

    /// <summary>The time in milliseconds since 1970, UTC. Deliver one first in each batch of inputs; the first one starts the replica.</summary>
    public sealed record Tick(long NowMs) : ReplicaInput;

    /// <summary>A frame of an authenticated peer.</summary>
    public sealed record FrameReceived(PublicKey From, Channel Channel, ReadOnlyMemory<byte> Frame) : ReplicaInput;

    /// <summary>Transactions of clients of this node, answered together by <see cref="ReplicaEffect.Answer"/>.</summary>
    public sealed record Submitted(ulong Ticket, ImmutableArray<VerifiedTransaction> Transactions) : ReplicaInput
    {
        public Submitted(ulong ticket, VerifiedTransaction transaction)
            : this(ticket, [transaction])
        {
        }
    }

    /// <summary>Answers <see cref="ReplicaEffect.VerifyTransactions"/>: the good ones.</summary>
    public sealed record TransactionsVerified(PublicKey From, ImmutableArray<VerifiedTransaction> Transactions, int Refused) : ReplicaInput;

    /// <summary>Answers <see cref="ReplicaEffect.BuildBlock"/>.</summary>
    public sealed record BlockBuilt(BuildOutcome Outcome) : ReplicaInput;

    /// <summary>Answers <see cref="ReplicaEffect.ValidateBlock"/>.</summary>
    public sealed record BlockValidated(ValidationOutcome Outcome) : ReplicaInput;

    /// <summary>Answers <see cref="ReplicaEffect.PersistVote"/> and <see cref="ReplicaEffect.PersistProposal"/>.</summary>
    public sealed record Persisted(PersistToken Token) : ReplicaInput;

    /// <summary>Answers <see cref="ReplicaEffect.Commit"/>: up to this block everything is durable.</summary>
    public sealed record Committed(Height Height, Hash256 Digest) : ReplicaInput;

    /// <summary>Answers <see cref="ReplicaEffect.StoreChunk"/> of this number.</summary>
    public sealed record ChunkStored(ulong Number) : ReplicaInput;

    /// <summary>Answers <see cref="ReplicaEffect.InstallSnapshot"/>: the store is at this height.</summary>
    public sealed record SnapshotInstalled(Height Height) : ReplicaInput;

    /// <summary>Answers <see cref="ReplicaEffect.LoadProposal"/>, where the store had it.</summary>
    public sealed record ProposalLoaded(PublicKey To, Proposal Proposal) : ReplicaInput;
}
