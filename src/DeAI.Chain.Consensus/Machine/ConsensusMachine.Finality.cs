namespace DeAI.Chain.Consensus;

/// <content>Committing what is finalized (rule 4), closing the epoch, and moving with block sync.</content>
public sealed partial class ConsensusMachine
{
    private readonly List<BlockEntry> _chain = [];
    private View _behindReported;

    /// <summary>Rule 4: a finalization commits the block and all its ancestors.</summary>
    private void TryCommit()
    {
        if (IsClosed || _halted || !_started || _highest is not { } target || target.View <= Committed.View)
        {
            return;
        }

        if (!CollectChain(target))
        {
            return;
        }

        // Tip first: asking for it asks for its ancestors, parents first.
        WantValidated(_chain[0]);
        if (_halted || target.View <= Committed.View || !CollectChain(target))
        {
            return;
        }

        foreach (BlockEntry block in _chain)
        {
            if (block.Validation == ValidationState.Refused)
            {
                string detail = $"'{block.Header.Digest}' is final and invalid here";
                Fault(ConsensusFault.FinalizedBlockRefused, block.Header.View, detail, halt: true);
                return;
            }

            if (block.Validation != ValidationState.Valid)
            {
                return;
            }
        }

        _chain.Reverse();
        Commit(target);
    }

    /// <summary>Fills the list from the certified block down to the child of the committed one; asks for what is missing.</summary>
    private bool CollectChain(VerifiedCertificate target)
    {
        _chain.Clear();
        BlockRef next = new(target.View, target.Digest);
        while (next != Committed)
        {
            if (next.View <= Committed.View)
            {
                string detail = $"its ancestor of view {next.View} is '{next.Digest}', committed is '{Committed.Digest}'";
                Fault(ConsensusFault.FinalizedChainDiverges, target.View, detail, halt: true);
                return false;
            }

            if (!_blocks.TryGetValue(next.Digest, out BlockEntry? block))
            {
                if (target.View.Value - Committed.View.Value > ConsensusLimits.CatchUpViews)
                {
                    ReportBehind(target);
                }
                else
                {
                    WantBody(next, target.Voters);
                }

                return false;
            }

            _chain.Add(block);
            next = block.Parent;
        }

        return true;
    }

    private void ReportBehind(VerifiedCertificate target)
    {
        if (_behindReported.Value == 0 || target.View.Value >= _behindReported.Value + ConsensusLimits.CatchUpViews)
        {
            _behindReported = target.View;
            Emit(new ConsensusEffect.BehindBy(target, Committed.View));
        }
    }

    private void Commit(VerifiedCertificate target)
    {
        int closing = _chain.FindIndex(block => block.ClosesEpoch);
        int count = closing < 0 ? _chain.Count : closing + 1;
        BlockRef[] refs = new BlockRef[_chain.Count];
        for (int i = 0; i < refs.Length; i++)
        {
            refs[i] = _chain[i].Ref;
        }

        _chain.Clear();
        Sequence<BlockRef> chain = Sequence.Create<BlockRef>(refs.AsSpan(0, count));
        Emit(new ConsensusEffect.Finalized(target, chain, Sequence.Create<BlockRef>(refs.AsSpan(count))));
        MoveBase(refs[count - 1], target, closes: closing >= 0);
        if (closing >= 0)
        {
            // The carriers prove the closing block final and are dropped with the epoch.
            IsClosed = true;
            _waiting.Clear();
            Emit(new ConsensusEffect.EpochClosed(Committed, target));
            return;
        }

        TryBuild();
    }

    private void MoveBase(BlockRef committed, VerifiedCertificate finalization, bool closes = false)
    {
        Committed = committed;
        CommittedBy = finalization;
        _behindReported = default;
        if (!closes)
        {
            // The end of an epoch ends no quarantine: what the network says of this one tells nothing of votes in the next.
            _safety?.HearCommit(finalization.View);
        }

        _fetches.DropUpTo(committed.View);
        PruneViews();
        if (_exhausted)
        {
            // The certificate that could not move this node any further is here already.
            _exhausted = false;
            if (FindState(View) is { } state && (state.ParentProof ?? state.Nullification) is not null)
            {
                AdvanceTo(View.Next);
            }
        }
    }

    private void OnRebase(VerifiedCertificate finalization)
    {
        if (finalization.Kind != VoteKind.Finalize || finalization.View <= Committed.View || IsClosed)
        {
            return;
        }

        if (_highest is null || finalization.View > _highest.View)
        {
            _highest = finalization;
        }

        MoveBase(new BlockRef(finalization.View, finalization.Digest), finalization);
        _safety?.RaiseFloor(Context.Epoch, finalization.View);
        AdvanceTo(finalization.View.Next);
        if (_started)
        {
            RetryWaiting(finalization.Digest);
            TryCommit();
            TryBuild();
            TryNotarize();
        }
    }

    private void OnCommitPersisted(View view)
    {
        if (view <= Committed.View)
        {
            _safety?.RaiseFloor(Context.Epoch, view);
            Emit(new ConsensusEffect.PruneVotes(Context.Epoch, view));
        }
    }
}
