namespace DeAI.Chain.Consensus;

/// <content>Catch-up: repeating what others may lack, answering them, asking for what is lacking here.</content>
public sealed partial class ConsensusMachine
{
    private long _rebroadcastAt = long.MaxValue;
    private long _certificatesDue;
    private int _certificatesTurn;

    /// <summary>Everyone with a seat but this node.</summary>
    private SeatSet Everyone
    {
        get
        {
            SeatSet all = new(_seats == 128 ? UInt128.MaxValue : (UInt128.One << _seats) - 1);
            return _seat < 0 ? all : all.Without(_seat);
        }
    }

    /// <summary>While no finality comes: where this node stands, the highest finalization, the certificates above it, the own
    /// votes.</summary>
    private void Rebroadcast()
    {
        _rebroadcastAt = _now + _parameters.RebroadcastMs;
        Broadcast(ConsensusMessage.Of(OwnStatus()));
        if ((_highest ?? CommittedBy) is { } highest)
        {
            Broadcast(ConsensusMessage.Of(highest.Certificate));
        }

        if (_safety is null)
        {
            return;
        }

        ulong recent = View.Value - Math.Min(View.Value, ConsensusLimits.CertificatesPerAnswer / 2);
        ulong first = Math.Max(Finalized.Value + 1, recent);
        for (ulong view = first; view <= View.Value; view++)
        {
            if (FindState(new View(view)) is { } state)
            {
                Repeat(state);
            }
        }
    }

    private void Repeat(ViewState state)
    {
        if (state.Notarization is { } notarization)
        {
            Broadcast(ConsensusMessage.Of(notarization.Certificate));
        }

        if (state.Nullification is { } nullification)
        {
            Broadcast(ConsensusMessage.Of(nullification.Certificate));
        }

        if (state.View == View && Context.LeaderOf(View) == _seat && state.First?.Proposal is { } own)
        {
            Broadcast(ConsensusMessage.Of(own.Proposal));
        }

        foreach (SignedVote vote in state.OwnVotes)
        {
            Broadcast(ConsensusMessage.Of(vote));
        }
    }

    private Status OwnStatus() =>
        new(Context.Epoch, View, _safety?.VotedView ?? default, Finalized, Committed.View, _safety is { IsQuarantined: true });

    private void OnStatus(PublicKey from, Status status)
    {
        int seat = Context.Validators.IndexOf(from);
        if (seat >= 0)
        {
            _skipping.Seen(seat, status.View);
            HearForQuarantine(seat, status);
        }

        if (!_started || !_budget.TrySpend(from))
        {
            return;
        }

        if (status.WantsReply && _safety is not null)
        {
            Send(from, ConsensusMessage.Of(OwnStatus() with { WantsReply = false }));
        }

        VerifiedCertificate? highest = IsClosed ? CommittedBy : _highest ?? CommittedBy;
        if (highest is not null && status.FinalizedView < highest.View)
        {
            Send(from, ConsensusMessage.Of(highest.Certificate));
        }

        if (status.CommittedView < Committed.View && Committed.View.Value - status.CommittedView.Value > ConsensusLimits.CatchUpViews)
        {
            Emit(new ConsensusEffect.PeerBehind(from, Committed.View));
        }

        if (!IsClosed && status.View < View)
        {
            SendCertificates(from, status.View);
        }
    }

    /// <summary>Records at or below a floor are forgotten, so a floor counts as voted; a claim beyond all reason counts as none.</summary>
    private void HearForQuarantine(int seat, Status status)
    {
        View voted = status.VotedView > status.FinalizedView ? status.VotedView : status.FinalizedView;
        if (voted.Value <= Finalized.Value + ConsensusLimits.TrackedViews)
        {
            _safety?.HearStatus(seat, voted);
        }
    }

    private void OnFetch(PublicKey from, Fetch fetch)
    {
        if (!_started || !_budget.TrySpend(from))
        {
            return;
        }

        if (fetch.Kind == FetchKind.Certificates)
        {
            SendCertificates(from, fetch.View);
            return;
        }

        if (!_blocks.TryGetValue(fetch.Digest, out BlockEntry? block))
        {
            if (fetch.View <= Committed.View)
            {
                Emit(new ConsensusEffect.LoadProposal(from, new BlockRef(fetch.View, fetch.Digest)));
            }
        }
        else if (block.Proposal is { } proposal)
        {
            Send(from, ConsensusMessage.Of(proposal.Proposal));
        }
        else
        {
            Emit(new ConsensusEffect.LoadProposal(from, block.Ref));
        }
    }

    private void OnProposalLoaded(PublicKey to, VerifiedProposal proposal)
    {
        if (Complete(proposal) is not { } complete)
        {
            return;
        }

        if (to == _safety?.PublicKey)
        {
            OnProposal(complete);
        }
        else
        {
            Send(to, ConsensusMessage.Of(complete.Proposal));
        }
    }

    private void SendCertificates(PublicKey to, View from)
    {
        int left = ConsensusLimits.CertificatesPerAnswer;
        for (ulong view = Math.Max(from.Value, _oldest); view < View.Value && left > 0; view++)
        {
            ViewState? state = FindState(new View(view));
            if ((state?.Notarization ?? state?.Finalization) is { } proof)
            {
                Send(to, ConsensusMessage.Of(proof.Certificate));
                left--;
            }

            if (state?.Nullification is { } nullification)
            {
                Send(to, ConsensusMessage.Of(nullification.Certificate));
                left--;
            }
        }
    }

    private void Send(PublicKey to, ConsensusMessage message) => Emit(new ConsensusEffect.Send(to, message));

    private void WantBody(BlockRef block, SeatSet candidates)
    {
        bool stored = _safety is not null && _blocks.TryGetValue(block.Digest, out BlockEntry? known) && known.Durable;
        if (stored && !_fetches.Contains(block.Digest))
        {
            Emit(new ConsensusEffect.LoadProposal(_safety!.PublicKey, block));
        }

        // A body of the newest views is probably on its way from the leader, a stored one from the store; others are asked for at once.
        bool onItsWay = stored || block.View.Value + 1 >= View.Value;
        SeatSet others = _seat < 0 ? candidates : candidates.Without(_seat);
        _fetches.Want(block, others.Count == 0 ? Everyone : others, _now + (onItsWay ? _parameters.DeltaMs : 0));
        SendDueFetches();
    }

    private void SendDueFetches()
    {
        if (_now < _fetches.NextDue)
        {
            return;
        }

        foreach (FetchItem item in _fetches.TakeDue(_now, 2L * _parameters.DeltaMs))
        {
            int seat = item.SeatFor(Math.Max(0, _seat));
            if (seat >= 0)
            {
                Fetch fetch = new(Context.Epoch, FetchKind.Proposal, item.Block.View, item.Block.Digest);
                Send(Context.Validators[seat].Key, ConsensusMessage.Of(fetch));
            }

            if (item.Attempts > 2 * _seats && _highest is { } highest && highest.View > Committed.View)
            {
                // Nobody has it any more: block sync knows other sources.
                ReportBehind(highest);
            }
        }
    }

    /// <summary>Asks one seat after the other for certificates from this view on, once per delta.</summary>
    private void WantCertificates(View from)
    {
        if (_now < _certificatesDue)
        {
            return;
        }

        _certificatesDue = _now + _parameters.DeltaMs;
        SeatSet others = Everyone;
        if (others.Count == 0)
        {
            return;
        }

        int seat = others.NextFrom(_certificatesTurn++ % _seats);
        seat = seat < 0 ? others.NextFrom(0) : seat;
        Send(Context.Validators[seat].Key, ConsensusMessage.Of(new Fetch(Context.Epoch, FetchKind.Certificates, from, default)));
    }
}
