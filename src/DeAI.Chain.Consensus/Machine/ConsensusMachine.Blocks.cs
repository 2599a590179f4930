namespace DeAI.Chain.Consensus;

/// <content>Proposals and their blocks: taking them in, validating them parents first, notarizing (rule 1).</content>
public sealed partial class ConsensusMachine
{
    private void OnProposal(VerifiedProposal proposal)
    {
        View view = proposal.Header.View;
        if (!IsTracked(view))
        {
            return;
        }

        // Before anything can end the epoch here: a second proposal is evidence in an epoch that is over too, as a second vote is.
        if (view.Value <= View.Value + ConsensusLimits.LookAheadViews)
        {
            FindProposalEvidence(StateOf(view), proposal);
        }

        if (IsClosed)
        {
            return;
        }

        _skipping.Proposed(Context.LeaderOf(view), view);
        TakeCertificatesOf(proposal);
        if (!IsTracked(view) || view.Value > View.Value + ConsensusLimits.LookAheadViews || IsClosed)
        {
            return;
        }

        ViewState state = StateOf(view);
        FindProposalEvidence(state, proposal);
        if (view <= Committed.View || AddBlock(state, proposal) is not { } block)
        {
            return;
        }

        RetryWaiting(block.Header.Digest);
        if (state.CertifiedDigest == block.Header.Digest)
        {
            WantValidated(block);
            TryFinalizeVote(view);
        }

        TryCommit();
        TryNotarize();
    }

    private void OnProposalRestored(VerifiedProposal proposal)
    {
        View view = proposal.Header.View;
        if (view <= Committed.View || !IsTracked(view) || _started)
        {
            return;
        }

        VerifiedProposal? complete = Complete(proposal);
        if (complete is not null && AddBlock(StateOf(view), complete) is { } block)
        {
            block.PersistRequested = true;
            block.Durable = true;
            TakeCertificatesOf(complete);
        }
    }

    /// <summary>A stored own proposal has no signature; it gets it back only if it is the one that Safety decided on.</summary>
    private VerifiedProposal? Complete(VerifiedProposal proposal)
    {
        if (!proposal.Proposal.Signature.IsDefault)
        {
            return proposal;
        }

        return _safety?.Decided(Context.Epoch, proposal.Header.View, VoteRecordKind.Propose) is { } record
            && record.Header == proposal.Header
            && _safety.IsDurable(record.View, VoteRecordKind.Propose)
            && _safety.SignDurableProposal(record) is { } signature
                ? proposal.WithSignature(signature)
                : null;
    }

    private void TakeCertificatesOf(VerifiedProposal proposal)
    {
        if (proposal.ParentCertificate is { } parent)
        {
            OnCertificate(parent, assembledHere: false);
        }

        foreach (VerifiedCertificate nullification in proposal.NullificationList)
        {
            OnCertificate(nullification, assembledHere: false);
        }
    }

    private void FindProposalEvidence(ViewState state, VerifiedProposal proposal)
    {
        if (state.ProposalEvidence || state.FirstSigned is not { } first)
        {
            state.FirstSigned ??= new SignedHeader(proposal.Header, proposal.Proposal.Signature);
            return;
        }

        if (Evidence.Between(first, new SignedHeader(proposal.Header, proposal.Proposal.Signature)) is { } evidence)
        {
            state.ProposalEvidence = true;
            Emit(new ConsensusEffect.EvidenceFound(evidence));
        }
    }

    /// <summary>Takes the leader's first proposal, and another one only if it is certified or was asked for.</summary>
    private BlockEntry? AddBlock(ViewState state, VerifiedProposal proposal)
    {
        Hash256 digest = proposal.Header.Digest;
        if (_blocks.TryGetValue(digest, out BlockEntry? known))
        {
            if (known.Header != proposal.Header)
            {
                return null;
            }

            known.Proposal ??= proposal;
            _fetches.Done(digest);
            return known;
        }

        bool wanted = state.CertifiedDigest == digest || _fetches.Contains(digest);
        if (state.First is not null && (!wanted || state.Blocks.Count >= 2))
        {
            return null;
        }

        BlockEntry block = new(proposal);
        state.First ??= block;
        state.FirstSigned ??= new SignedHeader(proposal.Header, proposal.Proposal.Signature);
        state.Blocks.Add(block);
        _blocks.Add(digest, block);
        _fetches.Done(digest);
        return block;
    }

    /// <summary>Sees to it that the block gets validated, its ancestors first, fetching what is missing.</summary>
    private void WantValidated(BlockEntry block)
    {
        while (block.Validation == ValidationState.None)
        {
            if (block.Proposal is null)
            {
                WantBody(block.Ref, Everyone);
                return;
            }

            BlockRef parent = block.Parent;
            if (parent == Committed)
            {
                RequestValidation(block, carrier: false);
                return;
            }

            if (parent.View <= Committed.View)
            {
                Refuse(block);
                return;
            }

            if (!_blocks.TryGetValue(parent.Digest, out BlockEntry? parentBlock))
            {
                WaitForParent(block);
                WantBody(parent, FindState(parent.View)?.ParentProof?.Voters ?? Everyone);
                return;
            }

            switch (parentBlock.Validation)
            {
                case ValidationState.Valid:
                    RequestValidation(block, parentBlock.ClosesEpoch || parentBlock.Carrier);
                    return;
                case ValidationState.Refused:
                    Refuse(block);
                    return;
                default:
                    WaitForParent(block);
                    block = parentBlock;
                    break;
            }
        }
    }

    private void RequestValidation(BlockEntry block, bool carrier)
    {
        block.Validation = ValidationState.Requested;
        block.Carrier = carrier;
        Persist(block);
        Blob body = block.Proposal!.Proposal.Body;
        Emit(new ConsensusEffect.ValidateBlock(block.Header.View, block.Header.Digest, body, block.Parent, carrier));
    }

    /// <summary>The body goes to the store while it is validated: it must be durable before Finalize.</summary>
    private void Persist(BlockEntry block)
    {
        if (_safety is not null && !block.PersistRequested)
        {
            block.PersistRequested = true;
            Emit(new ConsensusEffect.PersistProposal(Await(new PendingWrite(null, block, null)), block.Proposal!.Proposal));
        }
    }

    private void WaitForParent(BlockEntry block)
    {
        if (block.Waits)
        {
            return;
        }

        block.Waits = true;
        if (!_waiting.TryGetValue(block.Header.ParentDigest, out List<BlockEntry>? children))
        {
            children = [];
            _waiting.Add(block.Header.ParentDigest, children);
        }

        children.Add(block);
    }

    private void RetryWaiting(Hash256 parent)
    {
        if (!_waiting.Remove(parent, out List<BlockEntry>? children))
        {
            return;
        }

        foreach (BlockEntry child in children)
        {
            child.Waits = false;
        }

        foreach (BlockEntry child in children)
        {
            WantValidated(child);
        }
    }

    private void OnBlockValidated(ConsensusInput.BlockValidated validated)
    {
        if (!_blocks.TryGetValue(validated.Digest, out BlockEntry? block) || block.Validation != ValidationState.Requested)
        {
            return;
        }

        if (!validated.Outcome.IsOk)
        {
            Refuse(block);
            return;
        }

        block.Validation = ValidationState.Valid;
        block.ClosesEpoch = validated.ClosesEpoch;
        block.Objected = validated.Objection is not null;
        AfterValidation(block);
    }

    private void Refuse(BlockEntry block)
    {
        block.Validation = ValidationState.Refused;
        AfterValidation(block);
    }

    private void AfterValidation(BlockEntry block)
    {
        if (IsClosed)
        {
            return;
        }

        TryNotarize();
        TryFinalizeVote(block.Header.View);
        RetryWaiting(block.Header.Digest);
        TryCommit();
        TryBuild();
    }

    private void TryNotarize()
    {
        if (_safety is null || IsClosed || !_started)
        {
            return;
        }

        // Rule 1: only the first proposal of the view's leader.
        ViewState state = StateOf(View);
        if (state.First is not { } block)
        {
            return;
        }

        // Rule 1: once per view, never after Nullify(v): Safety holds both; asking first saves the work below.
        if (_safety.Decided(Context.Epoch, View, VoteRecordKind.Notarize) is not null
            || _safety.Decided(Context.Epoch, View, VoteRecordKind.Nullify) is not null)
        {
            return;
        }

        // Rule 1: the parent notarized, every view between parent and v nullified.
        if (!IsParentCertified(block.Parent) || !AreNullified(block.Header.ParentView, View))
        {
            WantCertificates(block.Header.ParentView);
            return;
        }

        // Rule 1: executed here with the same roots and verdicts. Rule 2: the proposal is invalid.
        WantValidated(block);
        switch (block.Validation)
        {
            case ValidationState.Valid when block.Objected:
                CastNullify(state);
                break;
            case ValidationState.Valid:
                Cast(VoteRecordKind.Notarize, View, block.Header.Digest, null);
                break;
            case ValidationState.Refused:
                CastNullify(state);
                break;
        }
    }

    private bool IsParentCertified(BlockRef parent) =>
        parent == Committed || (parent.View > Committed.View && FindState(parent.View)?.CertifiedDigest == parent.Digest);

    private bool AreNullified(View parent, View view)
    {
        for (ulong skipped = parent.Value + 1; skipped < view.Value; skipped++)
        {
            if (FindState(new View(skipped))?.Nullification is null)
            {
                return false;
            }
        }

        return true;
    }
}
