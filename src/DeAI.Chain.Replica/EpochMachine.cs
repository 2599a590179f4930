using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica.Blocks;

namespace DeAI.Chain.Replica;

/// <summary>The consensus machine of one epoch, connected to blocks, network and disk.</summary>
internal sealed class EpochMachine
{
    private readonly ReplicaCore _core;
    private readonly BlockProduction _production;
    private readonly ConsensusMachine _machine;
    private readonly MessageVerifier _verifier;
    private readonly ConsensusEffects _effects = new();

    public EpochMachine(ReplicaCore core, BlockProduction production, EpochStart start)
    {
        _core = core;
        _production = production;
        Context = new EpochContext(core.Chain, start);
        _verifier = new MessageVerifier(Context, core.Bodies, core.Options.Signatures);
        _machine = new ConsensusMachine(Context, core.ConsensusParameters, core.Options.Safety, core.Options.Signatures);
    }

    public EpochContext Context { get; }

    public View View => _machine.View;

    public BlockRef Committed => _machine.Committed;

    public bool IsClosed => _machine.IsClosed;

    /// <summary>When the machine wants a tick; null for never.</summary>
    public long? DueMs { get; private set; }

    /// <summary>Set once the machine asks for block sync: the finalization it cannot reach by itself.</summary>
    public VerifiedCertificate? BehindBy { get; private set; }

    /// <summary>Blocks to commit, in the order found final; taken by the replica.</summary>
    public Queue<ConsensusEffect.Finalized> Finalized { get; } = new();

    public void ClearBehind() => BehindBy = null;

    public void Step(ConsensusInput input)
    {
        _machine.Step(input, _effects);
        Drain();
    }

    /// <summary>Takes a message of this epoch.</summary>
    /// <returns>Why it was not taken.</returns>
    public Result Receive(PublicKey from, ConsensusMessage message)
    {
        if (!_verifier.Verify(from, message).TryGet(out ConsensusInput input, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        Step(input);
        return Result.Ok;
    }

    /// <summary>A stored proposal of this epoch, before the first tick.</summary>
    public Result Restore(Proposal proposal)
    {
        Result<VerifiedProposal> stored = CheckStored(proposal);
        if (!stored.TryGet(out VerifiedProposal verified, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        Step(new ConsensusInput.ProposalRestored(verified));
        return Result.Ok;
    }

    public void Loaded(PublicKey to, Proposal proposal)
    {
        if (CheckStored(proposal).TryGet(out VerifiedProposal verified, out Refusal? refusal))
        {
            Step(new ConsensusInput.ProposalLoaded(to, verified));
        }
        else
        {
            _core.Report("stored_proposal_refused", default, refusal);
        }
    }

    public Result<VerifiedCertificate> Verify(Certificate certificate) =>
        VerifiedCertificate.Check(Context, certificate, _core.Options.Signatures);

    private Result<VerifiedProposal> CheckStored(Proposal proposal) =>
        VerifiedProposal.CheckStored(Context, proposal, _core.Options.Own, _core.Bodies, _core.Options.Signatures);

    private static Channel ChannelOf(ConsensusMessage message) => message.Proposal is null ? Channel.Consensus : Channel.Blocks;

    private void Drain()
    {
        while (_effects.TryTake(out ConsensusEffect? effect))
        {
            Host(effect);
        }
    }

    private void Host(ConsensusEffect effect)
    {
        switch (effect)
        {
            case ConsensusEffect.BuildBlock build:
                _production.Request(Context.Epoch, build);
                break;
            case ConsensusEffect.ValidateBlock validate:
                Validate(validate);
                break;
            case ConsensusEffect.PersistVote persist:
                _core.Emit(new ReplicaEffect.PersistVote(new PersistToken(Context.Epoch, persist.Token), persist.Record));
                break;
            case ConsensusEffect.PersistProposal persist:
                _core.Emit(new ReplicaEffect.PersistProposal(new PersistToken(Context.Epoch, persist.Token), persist.Proposal));
                break;
            case ConsensusEffect.Send send:
                _core.Emit(new ReplicaEffect.Send(send.To, ChannelOf(send.Message), Canonical.Encode(send.Message)));
                break;
            case ConsensusEffect.Broadcast broadcast:
                _core.Emit(new ReplicaEffect.Broadcast(ChannelOf(broadcast.Message), Canonical.Encode(broadcast.Message)));
                break;
            case ConsensusEffect.LoadProposal load:
                _core.Emit(new ReplicaEffect.LoadProposal(load.To, Context.Epoch, load.Block));
                break;
            case ConsensusEffect.SetTimer timer:
                DueMs = timer.AtMs;
                break;
            case ConsensusEffect.Finalized finalized:
                Finalized.Enqueue(finalized);
                break;
            case ConsensusEffect.BehindBy behind:
                BehindBy = behind.Finalization;
                break;
            case ConsensusEffect.PruneVotes prune:
                _core.Emit(new ReplicaEffect.Prune(prune.Epoch, prune.Floor));
                break;
            default:
                Note(effect);
                break;
        }
    }

    private void Note(ConsensusEffect effect)
    {
        switch (effect)
        {
            case ConsensusEffect.EvidenceFound found:
                _core.Report("evidence", default, new Refusal(new ReasonCode("consensus.evidence"), found.Evidence.ToString()));
                _core.Emit(new ReplicaEffect.EvidenceFound(found.Evidence));
                break;
            case ConsensusEffect.Fault fault:
                _core.Report("consensus_fault", default, new Refusal(new ReasonCode("consensus.fault"), $"{fault.Kind} in view {fault.View}: {fault.Detail}"));
                if (fault.Kind is ConsensusFault.ConflictingCertificates or ConsensusFault.FinalizedBlockRefused or ConsensusFault.FinalizedChainDiverges)
                {
                    _core.Emit(new ReplicaEffect.Halt($"{fault.Kind} in view {fault.View}: {fault.Detail}"));
                }

                break;
            case ConsensusEffect.Nullified nullified:
                _core.Report("view_nullified", default, new Refusal(new ReasonCode("consensus.view_nullified"), $"view {nullified.View}"));
                break;
            case ConsensusEffect.Notarized or ConsensusEffect.EpochClosed or ConsensusEffect.PeerBehind:
                // The end of an epoch shows in the committed block itself; a peer that is behind asks for what it needs.
                break;
            default:
                throw new InvalidOperationException($"No duty for {effect.GetType().Name}.");
        }
    }

    private void Validate(ConsensusEffect.ValidateBlock validate)
    {
        if (_core.Tree.TryGetBlock(validate.Digest, out ExecutedBlock? known))
        {
            Step(new ConsensusInput.BlockValidated(validate.Digest, Result.Ok, known.ClosesEpoch));
            return;
        }

        if (!_core.Tree.TryGetLedger(validate.Parent.Digest, out LedgerState? parent))
        {
            // The durable chain moved past this branch, so the block can never be final: there is nothing to find out about it.
            _core.Report("validation_skipped", default, new Refusal(ReplicaErrors.UnknownParent, $"the parent {validate.Parent.Digest} was dropped"));
            return;
        }

        if (!_core.Bodies.Decode(validate.Body).TryGet(out DecodedBody body, out Refusal? bad))
        {
            Step(new ConsensusInput.BlockValidated(validate.Digest, new Result(bad), ClosesEpoch: false));
            return;
        }

        Block block = body.Block;
        _core.Emit(new ReplicaEffect.ValidateBlock(new ValidationJob(validate.Digest, parent, block, validate.Carrier, Syncing: false)));
    }
}
