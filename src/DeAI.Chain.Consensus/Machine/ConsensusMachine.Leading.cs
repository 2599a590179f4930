namespace DeAI.Chain.Consensus;

/// <content>Leading a view: choosing the parent, having a block built, proposing it.</content>
public sealed partial class ConsensusMachine
{
    private BuildRequest? _building;

    private void TryBuild()
    {
        if (_safety is not { CanSign: true } safety || IsClosed || !_started || Context.LeaderOf(View) != _seat || _building?.View == View)
        {
            return;
        }

        if (safety.Decided(Context.Epoch, View, VoteRecordKind.Propose) is null
            && safety.Decided(Context.Epoch, View, VoteRecordKind.Nullify) is null
            && ChooseParent() is { } request)
        {
            _building = request;
            Emit(new ConsensusEffect.BuildBlock(request.View, request.Parent, request.Carrier));
        }
    }

    /// <summary>The highest certified and valid block below this view with every view between nullified; null while something is
    /// missing.</summary>
    private BuildRequest? ChooseParent()
    {
        for (View view = new(View.Value - 1); view > Committed.View; view = new View(view.Value - 1))
        {
            ViewState? state = FindState(view);
            if (state?.ParentProof is { } proof)
            {
                if (_blocks.TryGetValue(proof.Digest, out BlockEntry? block) && block.Validation == ValidationState.Valid)
                {
                    return new BuildRequest(View, block.Ref, block.ClosesEpoch || block.Carrier);
                }

                WantCertifiedBlock(proof);
            }

            // Where a view has both certificates, the nullification lets this leader pass over a block that it cannot build on.
            if (state?.Nullification is null)
            {
                if (state?.ParentProof is null)
                {
                    WantCertificates(view);
                }

                return null;
            }
        }

        return new BuildRequest(View, Committed, Carrier: false);
    }

    private void OnBlockBuilt(ConsensusInput.BlockBuilt built)
    {
        if (_safety is null || _building is not { } request || built.View != request.View || built.View != View || IsClosed)
        {
            return;
        }

        BlockRef parent = request.Parent;
        if (parent != Committed && parent.View <= Committed.View)
        {
            // The parent was passed over by a finalization in the meantime.
            _building = null;
            TryBuild();
            return;
        }

        ProposalHeader header = new(Context.Epoch, View, built.Digest, parent.View, parent.Digest);
        VoteRecord record = new(Context.Epoch, VoteRecordKind.Propose, View, built.Digest, header, null);
        if (built.Digest.IsDefault || built.Body.Length > ConsensusLimits.MaxBodyBytes)
        {
            throw new InvalidOperationException($"The builder gave {built.Body.Length} bytes with digest '{built.Digest}'.");
        }

        VerifiedProposal proposal = Justify(header, built.Body);
        if (!_safety.Decide(record))
        {
            return;
        }

        // Before Propose: digest and body durable. Both writes may share one flush; the second acknowledgement sends.
        OwnProposal own = new(proposal, record, built.ClosesEpoch, request.Carrier);
        Emit(new ConsensusEffect.PersistProposal(Await(new PendingWrite(null, null, own)), proposal.Proposal));
        Emit(new ConsensusEffect.PersistVote(Await(new PendingWrite(null, null, own)), record));
    }

    private VerifiedProposal Justify(ProposalHeader header, Blob body)
    {
        VerifiedCertificate? proof = FindState(header.ParentView)?.ParentProof;
        if (proof?.Digest != header.ParentDigest)
        {
            proof = CommittedBy is { } finalization && finalization.Digest == header.ParentDigest ? finalization : null;
        }

        ulong skipped = header.View.Value - header.ParentView.Value - 1;
        int count = (int)Math.Min(skipped, ConsensusLimits.MaxCarriedNullifications);
        VerifiedCertificate[] nullifications = new VerifiedCertificate[count];
        Certificate[] plain = new Certificate[count];
        for (int i = 0; i < count; i++)
        {
            View view = new(header.View.Value - (ulong)(count - i));
            nullifications[i] = FindState(view)?.Nullification
                ?? throw new InvalidOperationException($"View {view} was skipped without a nullification.");
            plain[i] = nullifications[i].Certificate;
        }

        Proposal proposal = new(header, body, proof?.Certificate, Sequence.From(plain), default);
        return VerifiedProposal.Own(proposal, proof, nullifications);
    }

    private void PublishOwn(OwnProposal own)
    {
        View view = own.Record.View;
        if (view <= Committed.View || IsClosed || _safety!.SignDurableProposal(own.Record) is not { } signature)
        {
            return;
        }

        VerifiedProposal proposal = own.Unsigned.WithSignature(signature);
        if (AddBlock(StateOf(view), proposal) is not { } block)
        {
            return;
        }

        block.PersistRequested = true;
        block.Durable = true;
        block.Carrier = own.Carrier;
        block.ClosesEpoch = own.ClosesEpoch;
        block.Validation = ValidationState.Valid;
        if (view == View)
        {
            Broadcast(ConsensusMessage.Of(proposal.Proposal));
        }

        AfterValidation(block);
    }
}
