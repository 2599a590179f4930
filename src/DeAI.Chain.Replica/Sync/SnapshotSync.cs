using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Replica.Messages;
using DeAI.Chain.Replica.Messages.Snapshots;

namespace DeAI.Chain.Replica.Sync;

/// <summary>
/// Brings a node that is far behind up by the state of a recent block instead of by every block: epoch handovers to a final header, then its
/// state chunk by chunk, each proven against the header, then block sync for the rest. One peer, one question at a time; what was stored is
/// never asked for again. A peer that answers badly, late or not at all is named and passed over.
/// </summary>
internal sealed class SnapshotSync(ReplicaCore core)
{
    private const long AnswerMs = 3_000;

    /// <summary>How long blocks are fetched instead after no peer could help.</summary>
    private const long GiveUpMs = 60_000;

    /// <summary>Rounds through all peers without a single step forward.</summary>
    private const int MaxRounds = 3;

    private readonly List<EpochHandover> _handovers = [];
    private readonly List<SplitClaim> _claims = [];
    private EpochContext? _reached;
    private SnapshotPlan? _plan;
    private StateAssembly? _assembly;
    private EpochStart? _epoch;
    private PublicKey _peer;
    private bool _asked;
    private long _askedMs;
    private ulong _storing;
    private bool _stored = true;
    private int _turn;
    private int _failures;
    private bool _nobodyHasOne;
    private long _givenUpUntilMs;

    public bool IsActive { get; private set; }

    /// <summary>Whether a state is being fetched whose header was verified; until then there is only somebody's word for it.</summary>
    public bool IsProven => IsActive && _assembly is not null;

    public long? DueMs => IsActive && _asked ? _askedMs + AnswerMs : null;

    /// <summary>Whether a peer that says it is at this height is so far ahead that its state is worth more than its blocks.</summary>
    public bool Wants(Height tip) =>
        !IsActive
        && core.Options.SnapshotBehind is { } behind
        && core.NowMs >= _givenUpUntilMs
        && tip.Value > core.Committed.Header.Height.Value
        && tip.Value - core.Committed.Header.Height.Value > behind;

    public void Begin(PublicKey peer, EpochContext context)
    {
        IsActive = true;
        _peer = peer;
        _failures = 0;
        _handovers.Clear();
        _reached = null;
        _nobodyHasOne = true;
        if (_assembly is null)
        {
            AskForOffer(context);
        }
        else
        {
            AskForChunk();
        }
    }

    /// <summary>Takes up what the last run left; what does not hold any more is forgotten.</summary>
    public void Resume(SnapshotProgress progress, EpochContext context)
    {
        bool holds = progress.Plan.Check(context, core.Options.Signatures).TryGet(out EpochStart start, out _)
            && progress.Plan.Head.Header.Height > core.Committed.Header.Height
            && progress.Assembly.Version == progress.Plan.Head.Header.Height.Value
            && progress.Assembly.Root == progress.Plan.Head.Header.StateRoot;
        if (holds && core.Options.SnapshotBehind is not null)
        {
            _plan = progress.Plan;
            _assembly = progress.Assembly;
            _epoch = start;
            Begin(NextPeer(context), context);
        }
    }

    public void Tick(EpochContext context)
    {
        if (DueMs is { } due && core.NowMs >= due)
        {
            PassOver(context, new Refusal(ReplicaErrors.SyncTimeout, $"no answer within {AnswerMs} ms"));
        }
    }

    public void Receive(PublicKey from, SnapshotMessage message, EpochContext context)
    {
        if (!IsActive || !_asked || from != _peer)
        {
            return;
        }

        switch (message)
        {
            case SnapshotMessage.Offered offered when _assembly is null:
                OnOffer(offered.Offer, context);
                break;
            case SnapshotMessage.Chunk chunk when _assembly?.Next is { } due && chunk.Answer.Request == new ChunkRequest(_plan!.Head.Header.Height, due):
                OnChunk(chunk.Answer, context);
                break;
            default:
                // An answer to an earlier question, late or doubled on its way.
                break;
        }
    }

    /// <summary>A chunk is stored.</summary>
    public void Stored(ulong number)
    {
        if (number == _storing)
        {
            _stored = true;
            Continue();
        }
    }

    /// <summary>The store is at the snapshot's height.</summary>
    /// <returns>What was installed; null if it was not asked for.</returns>
    public SnapshotPlan? Installed(Height height, out EpochStart? epoch)
    {
        epoch = _epoch;
        if (_plan is not { } plan || plan.Head.Header.Height != height)
        {
            return null;
        }

        Forget();
        IsActive = false;
        return plan;
    }

    private void OnOffer(SnapshotOffer offer, EpochContext context)
    {
        Epoch asked = new(context.Epoch.Value + (ulong)_handovers.Count);
        if (offer.From != asked)
        {
            return;
        }

        _asked = false;
        if (TakeHandovers(offer, context).Refusal is { } broken)
        {
            PassOver(context, broken);
            return;
        }

        if (offer.Head is null)
        {
            if (offer.Handovers.Count == 0)
            {
                PassOver(context, new Refusal(ReplicaErrors.SnapshotGone, "the peer offers no state"));
                return;
            }

            AskForOffer(context);
            return;
        }

        SnapshotPlan plan = new(Sequence.From(_handovers), offer.Head);
        Result<EpochStart> checkedPlan = plan.Check(context, core.Options.Signatures);
        if (!checkedPlan.TryGet(out EpochStart start, out Refusal? refusal))
        {
            PassOver(context, refusal);
            return;
        }

        ulong least = core.Committed.Header.Height.Value + ((core.Options.SnapshotBehind ?? 0) / 2);
        if (plan.Head.Header.Height.Value <= least)
        {
            PassOver(context, new Refusal(ReplicaErrors.BadSnapshot, $"the peer offers height {plan.Head.Header.Height} and said that it is far ahead"));
            return;
        }

        _plan = plan;
        _epoch = start;
        _assembly = new StateAssembly(plan.Head.Header.Height.Value, plan.Head.Header.StateRoot);
        _failures = 0;
        core.Emit(new ReplicaEffect.BeginSnapshot(plan));
        Note("snapshot_begun", $"height {plan.Head.Header.Height}, {plan.Handovers.Count} handovers");
        AskForChunk();
    }

    /// <summary>Only what was verified is kept while more is asked for: an offer without an end would fill the memory.</summary>
    private Result TakeHandovers(SnapshotOffer offer, EpochContext context)
    {
        if (_handovers.Count + offer.Handovers.Count > SnapshotPlan.MaxHandovers)
        {
            return Result.Refuse(ReplicaErrors.BadSnapshot, $"more than {SnapshotPlan.MaxHandovers} handovers");
        }

        EpochContext reached = _reached ?? context;
        foreach (EpochHandover handover in offer.Handovers.Span)
        {
            if (!handover.Check(reached, core.Options.Signatures).TryGet(out EpochStart next, out Refusal? refusal))
            {
                return new Result(refusal);
            }

            reached = new EpochContext(context.Chain, next);
        }

        _handovers.AddRange(offer.Handovers.Items);
        _reached = reached;
        return Result.Ok;
    }

    private void OnChunk(ChunkAnswer answer, EpochContext context)
    {
        _asked = false;
        switch (answer.Outcome)
        {
            case ChunkOutcome.Gone:
                PassOver(context, new Refusal(ReplicaErrors.SnapshotGone, $"the peer has no state of height {answer.Request.Height}"));
                break;
            case ChunkOutcome.TooLarge:
                Split(context);
                break;
            default:
                Take(answer.Chunk!, context);
                break;
        }
    }

    private void Split(EpochContext context)
    {
        if (_assembly!.Split().Refusal is { } refusal)
        {
            PassOver(context, refusal);
            return;
        }

        _claims.Add(new SplitClaim(_peer, _assembly.Depth));
        AskForChunk();
    }

    private void Take(StateChunk chunk, EpochContext context)
    {
        StateAssembly assembly = _assembly!;
        if (!assembly.Add(chunk).TryGet(out ImmutableArray<TreeNode> nodes, out Refusal? refusal))
        {
            PassOver(context, refusal);
            return;
        }

        _failures = 0;
        _stored = false;
        core.Emit(new ReplicaEffect.StoreChunk(++_storing, chunk.Entries, nodes, new Blob(Canonical.Encode(assembly))));
        if (Liar(chunk) is { } liar && liar == _peer)
        {
            core.Report("snapshot_peer_passed_over", liar, new Refusal(ReplicaErrors.BadSnapshot, "it called a chunk too large whose parts are not"));
            _peer = NextPeer(context);
        }
    }

    /// <summary>
    /// Whoever says that a chunk is too large cannot prove it, and could make this node ask for millions of small ones. When the sixteen parts
    /// are here, their sizes tell; depth first, that is after sixteen answers.
    /// </summary>
    private PublicKey? Liar(StateChunk chunk)
    {
        long bytes = chunk.Entries.Items.Sum(static entry => (long)entry.Key.Length + entry.Value.Length);
        PublicKey? liar = null;
        foreach (SplitClaim claim in _claims)
        {
            claim.Add(bytes, chunk.Entries.Count);
        }

        while (_claims.Count > 0 && _claims[^1].Depth > _assembly!.Depth)
        {
            liar = _claims[^1].IsTrue ? liar : _claims[^1].Peer;
            _claims.RemoveAt(_claims.Count - 1);
        }

        return liar;
    }

    private void Continue()
    {
        if (!IsActive || _asked || !_stored || _assembly is null)
        {
            return;
        }

        if (_assembly.Next is not null)
        {
            AskForChunk();
        }
        else if (core.BeginInstall(_plan!.Head.Header))
        {
            core.Emit(new ReplicaEffect.InstallSnapshot(_plan, _epoch!));
        }
        else if (!core.IsInstalling)
        {
            Note("snapshot_overtaken", $"height {_plan.Head.Header.Height} was reached by blocks before its state was whole");
            Forget();
            IsActive = false;
        }
    }

    private void PassOver(EpochContext context, Refusal why)
    {
        core.Report("snapshot_peer_passed_over", _peer, why);
        _asked = false;
        _handovers.Clear();
        _reached = null;
        _failures++;
        _nobodyHasOne &= why.Code == ReplicaErrors.SnapshotGone;
        if (_failures >= context.Validators.Count && _assembly is not null && why.Code == ReplicaErrors.SnapshotGone)
        {
            // The network has moved on and nobody keeps that state any more: begin with a newer one.
            Forget();
            _failures = 0;
        }

        if (_failures >= MaxRounds * context.Validators.Count)
        {
            Note("snapshot_given_up", "no peer could help; blocks are fetched instead");
            IsActive = false;
            // Between the end of an epoch and the first block of the next nobody has a state to offer, and says so at once.
            _givenUpUntilMs = core.NowMs + (_nobodyHasOne ? AnswerMs : GiveUpMs);
            return;
        }

        _peer = NextPeer(context);
        if (_assembly is null)
        {
            AskForOffer(context);
        }
        else
        {
            AskForChunk();
        }
    }

    private void Forget()
    {
        _plan = null;
        _assembly = null;
        _epoch = null;
        _handovers.Clear();
        _reached = null;
        _claims.Clear();
    }

    private void AskForOffer(EpochContext context) =>
        Ask(new SnapshotMessage.Ask(new SnapshotRequest(new Epoch(context.Epoch.Value + (ulong)_handovers.Count))));

    private void AskForChunk()
    {
        if (_assembly!.Next is { } due)
        {
            Ask(new SnapshotMessage.AskChunk(new ChunkRequest(_plan!.Head.Header.Height, due)));
        }
        else
        {
            Continue();
        }
    }

    private void Ask(SnapshotMessage question)
    {
        _asked = true;
        _askedMs = core.NowMs;
        core.Emit(new ReplicaEffect.Send(_peer, Channel.Sync, Canonical.Encode(new SyncMessage(question))));
    }

    /// <summary>Of the newest epoch that is known: the first validators may all be gone.</summary>
    private PublicKey NextPeer(EpochContext context)
    {
        ValidatorSet validators = (_epoch ?? context.Start).Validators;
        for (int i = 0; i < validators.Count; i++)
        {
            PublicKey candidate = validators[_turn++ % validators.Count].Key;
            if (candidate != core.Options.Own && (candidate != _peer || validators.Count <= 2))
            {
                return candidate;
            }
        }

        return _peer;
    }

    private void Note(string name, string detail) => core.Report(name, _peer, new Refusal(ReplicaErrors.Syncing, detail));
}
