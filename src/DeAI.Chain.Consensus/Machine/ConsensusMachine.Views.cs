namespace DeAI.Chain.Consensus;

/// <content>Views: entering them, their deadlines, and what is kept of them.</content>
public sealed partial class ConsensusMachine
{
    private long _timerAt = long.MaxValue;
    private ulong _oldest;
    private ulong _trimmedTo;
    private bool _exhausted;

    private View LastTracked => new(Committed.View.Value + ConsensusLimits.TrackedViews);

    private bool IsTracked(View view) => view.Value >= _oldest && view <= LastTracked;

    /// <summary>The state of a tracked view, made if need be.</summary>
    private ViewState StateOf(View view)
    {
        if (!_views.TryGetValue(view.Value, out ViewState? state))
        {
            state = new ViewState(view, _seats);
            _views.Add(view.Value, state);
        }

        return state;
    }

    private ViewState? FindState(View view) => _views.GetValueOrDefault(view.Value);

    private void OnTick(long now)
    {
        _now = Math.Max(_now, now);
        _budget.Tick(_now, _parameters.DeltaMs);
        if (!_started)
        {
            Start();
            return;
        }

        if (IsClosed)
        {
            return;
        }

        if (!_exhausted)
        {
            // Rule 2: no proposal in 2 deltas, or no progress in 3.
            ViewState state = StateOf(View);
            if ((_now >= _timeouts.ProposalAt && state.First is null) || _now >= _timeouts.ProgressAt)
            {
                CastNullify(state);
            }
        }

        TryBuild();
        SendDueFetches();
        if (_now >= _rebroadcastAt)
        {
            Rebroadcast();
        }
    }

    private void Start()
    {
        _started = true;
        RepeatStoredVotes();
        EnterView();
        TryCommit();

        // Says where this node stands and repeats the stored votes; both may be what the others wait for.
        Rebroadcast();
    }

    private void AdvanceTo(View view)
    {
        if (view > LastTracked)
        {
            view = LastTracked;
            if (!_exhausted)
            {
                _exhausted = true;
                Fault(ConsensusFault.ViewsExhausted, view, $"{ConsensusLimits.TrackedViews} views without finality", halt: false);
            }
        }

        if (view <= View)
        {
            return;
        }

        View = view;
        if (_started)
        {
            EnterView();
        }
    }

    private void EnterView()
    {
        if (IsClosed)
        {
            return;
        }

        _timeouts.Enter(_parameters, _now, View, Finalized);
        TrimOldViews();
        ViewState state = StateOf(View);
        int leader = Context.LeaderOf(View);

        // Rule 2: the leader itself nullified, or it is being skipped.
        if (leader != _seat && (state.VoteOf(VoteKind.Nullify, leader) is not null || _skipping.ShouldSkip(leader)))
        {
            CastNullify(state);
        }

        TryBuild();
        TryNotarize();
    }

    private void TrimOldViews()
    {
        for (; _trimmedTo + ConsensusLimits.RecentViews < View.Value; _trimmedTo++)
        {
            FindState(new View(_trimmedTo))?.Trim();
        }
    }

    /// <summary>Forgets views that no message is answered from any more.</summary>
    private void PruneViews()
    {
        if (_views.Count == 0)
        {
            _oldest = Math.Max(_oldest, Committed.View.Value + 1 - Math.Min(Committed.View.Value, ConsensusLimits.EvidenceTailViews));
        }

        for (; _oldest + ConsensusLimits.EvidenceTailViews <= Committed.View.Value; _oldest++)
        {
            if (!_views.Remove(_oldest, out ViewState? state))
            {
                continue;
            }

            foreach (BlockEntry block in state.Blocks)
            {
                _blocks.Remove(block.Header.Digest);
                _waiting.Remove(block.Header.ParentDigest);
            }
        }

        _trimmedTo = Math.Max(_trimmedTo, _oldest);
    }

    private void SettleTimer()
    {
        if (IsClosed)
        {
            return;
        }

        ViewState state = StateOf(View);
        long at = Math.Min(_rebroadcastAt, _fetches.NextDue);
        bool mayNullify = _safety is { CanSign: true } safety
            && safety.Decided(Context.Epoch, View, VoteRecordKind.Nullify) is null
            && safety.Decided(Context.Epoch, View, VoteRecordKind.Finalize) is null;
        if (mayNullify && !_exhausted)
        {
            at = Math.Min(at, state.First is null ? _timeouts.ProposalAt : _timeouts.ProgressAt);
        }

        if (at != _timerAt)
        {
            _timerAt = at;
            Emit(new ConsensusEffect.SetTimer(at));
        }
    }
}
