using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Replica.Messages.Snapshots;

namespace DeAI.Chain.Replica;

/// <summary>What the replica asks its host for. Effects are started in order; the host's duties stand in the README.</summary>
public abstract record ReplicaEffect
{
    private ReplicaEffect()
    {
    }

    /// <summary>Append to the vote log and flush; then <see cref="ReplicaInput.Persisted"/>.</summary>
    public sealed record PersistVote(PersistToken Token, VoteRecord Record) : ReplicaEffect;

    /// <summary>Store the proposal by its digest and flush; then <see cref="ReplicaInput.Persisted"/>.</summary>
    public sealed record PersistProposal(PersistToken Token, Proposal Proposal) : ReplicaEffect;

    /// <summary>Send to one peer; to lose it is allowed.</summary>
    public sealed record Send(PublicKey To, Channel Channel, ReadOnlyMemory<byte> Frame) : ReplicaEffect;

    /// <summary>Send to every connected peer; to lose it is allowed.</summary>
    public sealed record Broadcast(Channel Channel, ReadOnlyMemory<byte> Frame) : ReplicaEffect;

    /// <summary>Check these encodings beside the loop; then <see cref="ReplicaInput.TransactionsVerified"/>.</summary>
    public sealed record VerifyTransactions(PublicKey From, Sequence<Blob> Transactions) : ReplicaEffect;

    /// <summary>Run <see cref="BlockWorker.Build"/> beside the loop; then <see cref="ReplicaInput.BlockBuilt"/>.</summary>
    public sealed record BuildBlock(BuildJob Job) : ReplicaEffect;

    /// <summary>Run <see cref="BlockWorker.Validate"/> beside the loop; then <see cref="ReplicaInput.BlockValidated"/>.</summary>
    public sealed record ValidateBlock(ValidationJob Job) : ReplicaEffect;

    /// <summary>
    /// Store blocks, certificate and state in one atomic, durable batch; then <see cref="ReplicaInput.Committed"/> for the last block, and tell
    /// the waiting clients.
    /// </summary>
    /// <param name="Blocks">Ascending; the first is the child of what was committed before.</param>
    public sealed record Commit(ImmutableArray<ExecutedBlock> Blocks, ImmutableArray<BlockHeader> Carriers, Certificate Certificate)
        : ReplicaEffect;

    /// <summary>Read the stored proposal; if it is there, <see cref="ReplicaInput.ProposalLoaded"/>.</summary>
    public sealed record LoadProposal(PublicKey To, Epoch Epoch, BlockRef Block) : ReplicaEffect;

    /// <summary>Read finalized blocks from this height on and send them to the peer as a <see cref="Messages.SyncAnswer"/>.</summary>
    public sealed record ServeBlocks(PublicKey To, Height From) : ReplicaEffect;

    /// <summary>Send the peer what to sync from: handovers from that epoch on and a recent final header (<see cref="Messages.Snapshots.SnapshotOffer"/>).</summary>
    public sealed record ServeSnapshot(PublicKey To, Epoch From) : ReplicaEffect;

    /// <summary>Read a chunk of the state of a height and send it to the peer as a <see cref="Messages.Snapshots.ChunkAnswer"/>.</summary>
    public sealed record ServeChunk(PublicKey To, ChunkRequest Request) : ReplicaEffect;

    /// <summary>Throw away what an earlier snapshot sync left, and keep this plan, in one atomic batch. In order with commits.</summary>
    public sealed record BeginSnapshot(SnapshotPlan Plan) : ReplicaEffect;

    /// <summary>
    /// Add these to the state that is being fetched, beside the one in use, and keep the progress, in one atomic batch; then
    /// <see cref="ReplicaInput.ChunkStored"/>. Needs no flush of its own. In order with commits.
    /// </summary>
    public sealed record StoreChunk(ulong Number, Sequence<StateEntry> Entries, ImmutableArray<TreeNode> Nodes, Blob Progress) : ReplicaEffect;

    /// <summary>
    /// Put the fetched state in the place of the one in use, with the head as newest block, in one atomic, durable batch; then
    /// <see cref="ReplicaInput.SnapshotInstalled"/>. In order with commits.
    /// </summary>
    /// <param name="Epoch">The head's.</param>
    public sealed record InstallSnapshot(SnapshotPlan Plan, EpochStart Epoch) : ReplicaEffect;

    /// <summary>Deliver a tick at this time at the latest. Replaces the one before.</summary>
    public sealed record SetTimer(long AtMs) : ReplicaEffect;

    /// <summary>Records of the vote log and proposals at or below this view of this epoch, and of all epochs before, are needed no more.</summary>
    public sealed record Prune(Epoch Epoch, View Floor) : ReplicaEffect;

    /// <summary>Tell the client with this ticket what became of its submission.</summary>
    /// <param name="Outcomes">One for each of its transactions, in their order.</param>
    public sealed record Answer(ulong Ticket, ImmutableArray<Result> Outcomes) : ReplicaEffect;

    /// <summary>A waiting transaction will never be included: its lifetime ended.</summary>
    public sealed record Expired(Hash256 Transaction) : ReplicaEffect;

    /// <summary>The validators changed: who may connect, and who is asked.</summary>
    public sealed record EpochStarted(EpochStart Start) : ReplicaEffect;

    /// <summary>A validator contradicted itself: keep this, and bring it onto the chain.</summary>
    public sealed record EvidenceFound(Evidence Evidence) : ReplicaEffect;

    /// <summary>For counters and logs: something was refused or is noteworthy.</summary>
    /// <param name="Name">Lower snake case, stable: a metric's label.</param>
    /// <param name="Peer">Who caused it; <c>default</c> for nobody in particular.</param>
    public sealed record Report(string Name, PublicKey Peer, ReasonCode Reason, string Detail) : ReplicaEffect;

    /// <summary>
    /// From this height on rules hold that this program does not know. The replica takes nothing any more; what is committed stays good for a
    /// newer program.
    /// </summary>
    public sealed record UpgradeNeeded(ulong Rules, Height From) : ReplicaEffect;

    /// <summary>This node contradicts the network: sign nothing, accept nothing, tell the operator.</summary>
    public sealed record Halt(string Detail) : ReplicaEffect;
}
