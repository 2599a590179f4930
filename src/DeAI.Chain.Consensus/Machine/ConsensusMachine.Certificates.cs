namespace DeAI.Chain.Consensus;

/// <content>Certificates: what each kind sets in motion (rules 3 and 4).</content>
public sealed partial class ConsensusMachine
{
    /// <summary>The finalization of the highest view, committed or not.</summary>
    private VerifiedCertificate? _highest;

    private void OnCertificate(VerifiedCertificate certificate, bool assembledHere)
    {
        if (IsClosed)
        {
            return;
        }

        if (certificate.View <= Committed.View)
        {
            CheckAgainstCommitted(certificate);
            return;
        }

        if (_safety is not null && certificate.Voters.Contains(_seat) && _safety.HearOwnVote(Context.Epoch, certificate.Certificate.Vote))
        {
            Fault(ConsensusFault.OwnVoteUnknown, certificate.View, $"a certificate holds this key's {certificate.Kind}, which its vote log lacks", halt: false);
        }

        if (certificate.View > LastTracked)
        {
            // Far ahead: only a finalization can help, by way of block sync.
            if (certificate.Kind == VoteKind.Finalize && certificate.View > Finalized)
            {
                _highest = certificate;
                TryCommit();
            }

            return;
        }

        ViewState state = StateOf(certificate.View);
        if (IsKnownOrConflicting(state, certificate))
        {
            return;
        }

        // A view may get both a notarization and a nullification, whatever this node voted: each counts.
        switch (certificate.Kind)
        {
            case VoteKind.Notarize:
                state.Notarization = certificate;
                Emit(new ConsensusEffect.Notarized(new BlockRef(certificate.View, certificate.Digest)));
                break;
            case VoteKind.Nullify:
                OnNullification(state, certificate, assembledHere);
                break;
            default:
                state.Finalization = certificate;
                OnFinalization(certificate);
                break;
        }

        // Rules 3 and 4: every kind of certificate ends its view.
        AdvanceTo(certificate.View.Next);
        if (!_started)
        {
            return;
        }

        if (certificate.Kind != VoteKind.Nullify)
        {
            WantCertifiedBlock(certificate);
            TryFinalizeVote(certificate.View);
        }

        TryCommit();
        TryBuild();
        TryNotarize();
    }

    private void OnNullification(ViewState state, VerifiedCertificate certificate, bool assembledHere)
    {
        state.Nullification = certificate;
        Emit(new ConsensusEffect.Nullified(certificate.View));
        int leader = Context.LeaderOf(certificate.View);
        if (state.First is null && leader != _seat)
        {
            _skipping.Missed(leader, certificate.View);
        }

        if (assembledHere && _started)
        {
            // A notarization travels in the next proposal and a finalization in the votes; a nullification may have nobody to carry it.
            Broadcast(ConsensusMessage.Of(certificate.Certificate));
        }
    }

    private void OnFinalization(VerifiedCertificate certificate)
    {
        if (certificate.View > Finalized || _highest is null)
        {
            _highest = certificate;
            if (_safety is not { IsQuarantined: true })
            {
                // In quarantine the status goes out regularly all the same: it asks for those of the others.
                _rebroadcastAt = _now + _parameters.RebroadcastMs + _parameters.MaxBlockIntervalMs;
            }
        }
    }

    private bool IsKnownOrConflicting(ViewState state, VerifiedCertificate certificate)
    {
        if (state.CertificateOf(certificate.Kind) is { } known && known.Digest == certificate.Digest)
        {
            return true;
        }

        bool conflict = certificate.Kind == VoteKind.Nullify
            ? state.Finalization is not null
            : (!state.CertifiedDigest.IsDefault && state.CertifiedDigest != certificate.Digest)
                || (certificate.Kind == VoteKind.Finalize && state.Nullification is not null);
        if (conflict)
        {
            string detail = $"a second certificate, {certificate.Kind} '{certificate.Digest}', excludes the first";
            Fault(ConsensusFault.ConflictingCertificates, certificate.View, detail, halt: true);
        }

        return conflict;
    }

    private void CheckAgainstCommitted(VerifiedCertificate certificate)
    {
        if (certificate.Kind == VoteKind.Finalize && certificate.View == Committed.View && certificate.Digest != Committed.Digest)
        {
            string detail = $"'{certificate.Digest}' is final, '{Committed.Digest}' was committed";
            Fault(ConsensusFault.ConflictingCertificates, certificate.View, detail, halt: true);
        }
    }

    /// <summary>Rule 3: the notarized block is validated here, so that this node can finalize it, even if it nullified the view.</summary>
    private void WantCertifiedBlock(VerifiedCertificate certificate)
    {
        BlockRef block = new(certificate.View, certificate.Digest);
        if (certificate.View <= Committed.View)
        {
            return;
        }

        if (_blocks.TryGetValue(block.Digest, out BlockEntry? entry))
        {
            WantValidated(entry);
        }
        else
        {
            WantBody(block, certificate.Voters);
        }
    }

    private void TryFinalizeVote(View view)
    {
        if (view <= Committed.View || FindState(view) is not { Notarization: { } notarization } state)
        {
            return;
        }

        if (!_blocks.TryGetValue(notarization.Digest, out BlockEntry? block))
        {
            return;
        }

        // Rule 3: notarized, validated here, body durable; Safety refuses if Nullify was decided in this view.
        if (block.Validation == ValidationState.Valid && block.Durable)
        {
            Cast(VoteRecordKind.Finalize, state.View, notarization.Digest, notarization.Certificate);
        }
        else if (block.Validation == ValidationState.Refused && !state.RefusalReported)
        {
            state.RefusalReported = true;
            Fault(ConsensusFault.NotarizedBlockRefused, view, $"'{notarization.Digest}' is notarized and invalid here", halt: false);
        }
    }
}
