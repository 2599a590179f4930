namespace DeAI.Chain.Consensus;

/// <content>Votes: casting own ones by way of Safety, counting all of them, finding equivocation.</content>
public sealed partial class ConsensusMachine
{
    private void CastNullify(ViewState state) => Cast(VoteRecordKind.Nullify, state.View, default, null);

    private void Cast(VoteRecordKind kind, View view, Hash256 digest, Certificate? notarization)
    {
        if (_safety is null || IsClosed || _halted)
        {
            return;
        }

        VoteRecord record = new(Context.Epoch, kind, view, digest, null, notarization);
        if (_safety.Decide(record))
        {
            Emit(new ConsensusEffect.PersistVote(Await(new PendingWrite(record, null, null)), record));
        }
    }

    private ulong Await(PendingWrite write)
    {
        _writes.Add(++_tokens, write);
        return _tokens;
    }

    private void OnPersisted(ulong token)
    {
        if (!_writes.Remove(token, out PendingWrite? write))
        {
            return;
        }

        if (write.Own is { } own)
        {
            if (--own.OpenWrites == 0)
            {
                PublishOwn(own);
            }
        }
        else if (write.Vote is { } record)
        {
            SignAndCount(record, send: true);
        }
        else if (write.Block is { } block)
        {
            block.Durable = true;
            TryFinalizeVote(block.Header.View);
        }
    }

    /// <summary>Own votes are counted like everyone's, after a restart too.</summary>
    private void SignAndCount(VoteRecord record, bool send)
    {
        if (IsClosed || record.View <= Committed.View || _safety!.SignDurable(record, _seat) is not { } vote)
        {
            return;
        }

        StateOf(record.View).OwnVotes.Add(vote);
        if (send)
        {
            Broadcast(ConsensusMessage.Of(vote));
        }

        OnVote(VerifiedVote.Own(vote).Signed);
    }

    /// <summary>A restart repeats what was decided, and never decides anew. The first rebroadcast sends it.</summary>
    private void RepeatStoredVotes()
    {
        if (_safety is null)
        {
            return;
        }

        foreach (VoteRecord record in _safety.DurableRecords(Context.Epoch))
        {
            if (record.View <= Committed.View || !IsTracked(record.View))
            {
                continue;
            }

            if (record.Notarization is { } notarization
                && VerifiedCertificate.Check(Context, notarization, _cache).TryGet(out VerifiedCertificate? certificate, out _))
            {
                OnCertificate(certificate, assembledHere: false);
            }

            if (record.Kind != VoteRecordKind.Propose)
            {
                SignAndCount(record, send: false);
            }
        }
    }

    private void OnVote(SignedVote vote)
    {
        View view = vote.Vote.View;
        if (!IsTracked(view) || view.Value < _trimmedTo || (view.Value > View.Value + ConsensusLimits.LookAheadViews && vote.Seat != _seat))
        {
            return;
        }

        _skipping.Seen(vote.Seat, view);
        ViewState state = StateOf(view);
        VoteTally tally = state.Tally(vote.Vote.Kind);
        int count = tally.Add(vote);
        FindEvidence(state, vote);
        if (view <= Committed.View || IsClosed)
        {
            return;
        }

        if (count >= Context.Validators.Quorum && state.CertificateOf(vote.Vote.Kind) is null)
        {
            OnCertificate(VerifiedCertificate.Assemble(Context, vote.Vote, tally.BySeat), assembledHere: true);
        }

        // Rule 2: the leader itself nullified.
        if (vote.Vote.Kind == VoteKind.Nullify && view == View && vote.Seat == Context.LeaderOf(view) && vote.Seat != _seat && _started)
        {
            CastNullify(state);
        }
    }

    private void FindEvidence(ViewState state, SignedVote vote)
    {
        switch (vote.Vote.Kind)
        {
            case VoteKind.Notarize when !state.NotarizeEvidence.Contains(vote.Seat):
                if (Report(state.VoteOf(VoteKind.Notarize, vote.Seat), vote))
                {
                    state.NotarizeEvidence = state.NotarizeEvidence.With(vote.Seat);
                }

                break;
            case VoteKind.Finalize:
                if (!state.FinalizeEvidence.Contains(vote.Seat) && Report(state.VoteOf(VoteKind.Finalize, vote.Seat), vote))
                {
                    state.FinalizeEvidence = state.FinalizeEvidence.With(vote.Seat);
                }

                FindNullifyEvidence(state, vote, VoteKind.Nullify);
                break;
            case VoteKind.Nullify:
                FindNullifyEvidence(state, vote, VoteKind.Finalize);
                break;
        }
    }

    private void FindNullifyEvidence(ViewState state, SignedVote vote, VoteKind other)
    {
        if (!state.NullifyEvidence.Contains(vote.Seat) && Report(state.VoteOf(other, vote.Seat), vote))
        {
            state.NullifyEvidence = state.NullifyEvidence.With(vote.Seat);
        }
    }

    private bool Report(SignedVote? first, SignedVote second)
    {
        if (first is null || Evidence.Between(first, second) is not { } evidence)
        {
            return false;
        }

        Emit(new ConsensusEffect.EvidenceFound(evidence));
        return true;
    }
}
