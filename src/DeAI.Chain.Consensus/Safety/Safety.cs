namespace DeAI.Chain.Consensus;

/// <summary>
/// The only holder of the signing key and the only road to a vote. It decides by the records of each view, hands out a record to be made
/// durable, and signs when told that it is. One object serves one node over all epochs. Not thread-safe: it belongs to the writer thread.
/// </summary>
public sealed class Safety
{
    private readonly SigningKey _key;
    private readonly ChainId _chain;
    private readonly SortedDictionary<ulong, ViewDecisions> _views = [];
    private Epoch _epoch;
    private View _floor;
    private bool _halted;
    private bool _quarantined;
    private Quarantine? _quarantine;
    private EpochContext? _context;
    private int _seat;

    public Safety(SigningKey key, ChainId chain)
    {
        _key = key;
        _chain = chain;
    }

    public PublicKey PublicKey => _key.PublicKey;

    /// <summary>False after damage or a fault, and in quarantine.</summary>
    public bool CanSign => !_halted && !_quarantined;

    public bool IsQuarantined => _quarantined;

    /// <summary>The newest view with a decision; 0 if none.</summary>
    internal View VotedView { get; private set; }

    /// <summary>
    /// Takes back what the vote log holds. Call it once, before the machine of the epoch is made; a node that never voted passes no
    /// records.
    /// </summary>
    /// <param name="epoch">The epoch that the node is in.</param>
    /// <param name="floor">The view of the newest block that is durably final: nothing at or below it is signed.</param>
    /// <param name="records">The whole log in any order; records of older epochs and at or below the floor are passed over.</param>
    /// <param name="quarantine">The log was lost or restored: stay silent until the network has passed what may have been signed.</param>
    /// <returns>A refusal if the records contradict each other or the epoch. Then nothing will be signed: tell the operator,
    /// resync.</returns>
    public Result Restore(Epoch epoch, View floor, IReadOnlyList<VoteRecord> records, bool quarantine)
    {
        _epoch = epoch;
        _floor = floor;
        _quarantined = quarantine;
        foreach (VoteRecord record in records)
        {
            if (record.Epoch < epoch || (record.Epoch == epoch && record.View <= floor))
            {
                continue;
            }

            if (record.Epoch > epoch || !Decisions(record.View).AllowsStored(record))
            {
                Halt();
                return Result.Refuse(
                    ConsensusErrors.BadVoteRecord,
                    $"{record.Kind} of epoch {record.Epoch}, view {record.View} contradicts the log or the chain; nothing will be signed");
            }

            Keep(record);
            Decisions(record.View).MarkDurable(record.Kind);
        }

        return Result.Ok;
    }

    /// <summary>Stops signing for good: until the process is started again with a log that is in order.</summary>
    public void Halt() => _halted = true;

    /// <summary>The beacon proof of RFC 9381 with the validator's key. Works in quarantine too: it commits to nothing.</summary>
    public VrfProof ProveBeacon(ReadOnlySpan<byte> alpha) => Vrf.Prove(_key, alpha);

    internal void BeginEpoch(EpochContext context, int seat)
    {
        if (context.Epoch < _epoch)
        {
            throw new InvalidOperationException($"Safety is in epoch {_epoch} and cannot go back to {context.Epoch}.");
        }

        if (context.Epoch > _epoch)
        {
            _epoch = context.Epoch;
            _floor = context.Start.StartView;
            _views.Clear();
            VotedView = default;
        }

        _floor = _floor < context.Start.StartView ? context.Start.StartView : _floor;
        _context = context;
        _seat = seat;
        _quarantine = _quarantined ? new Quarantine(seat, context.Validators) : null;
    }

    /// <summary>
    /// A certificate holds a vote of this key. If no record tells of it, the vote log is older than its votes, whoever restored it: stay silent
    /// until the network has passed what may have been signed.
    /// </summary>
    /// <returns>Whether quarantine begins with this.</returns>
    internal bool HearOwnVote(Epoch epoch, Vote vote)
    {
        bool known = !CanSign || epoch != _epoch || vote.View <= _floor
            || (Decided(epoch, vote.View, (VoteRecordKind)(byte)vote.Kind) is { } record && record.Digest == vote.Digest);
        if (known || _context is not { } context)
        {
            return false;
        }

        _quarantined = true;
        _quarantine = new Quarantine(_seat, context.Validators);
        return true;
    }

    /// <summary>Whether this may be decided; if so it is, and no conflicting decision will follow. The caller makes the record
    /// durable.</summary>
    internal bool Decide(VoteRecord record)
    {
        if (!CanSign || record.Epoch != _epoch || record.View <= _floor || !Decisions(record.View).Allows(record))
        {
            return false;
        }

        Keep(record);
        return true;
    }

    /// <summary>The record is durable: sign it.</summary>
    internal SignedVote? SignDurable(VoteRecord record, int seat)
    {
        if (!MarkDurable(record))
        {
            return null;
        }

        Signature signature = _key.Sign(SigningBytes.OfVote(_chain, record.Epoch, record.Vote));
        return new SignedVote(record.Epoch, record.Vote, seat, signature);
    }

    internal Signature? SignDurableProposal(VoteRecord record) =>
        MarkDurable(record) ? _key.Sign(SigningBytes.OfProposal(_chain, record.Header!)) : null;

    /// <summary>The stored decision of a view, or null.</summary>
    internal VoteRecord? Decided(Epoch epoch, View view, VoteRecordKind kind) =>
        epoch == _epoch && _views.TryGetValue(view.Value, out ViewDecisions? decisions) ? decisions[kind] : null;

    /// <summary>Whether the decision of a view is durable already.</summary>
    internal bool IsDurable(View view, VoteRecordKind kind) =>
        _views.TryGetValue(view.Value, out ViewDecisions? decisions) && decisions.IsDurable(kind);

    /// <summary>All durable decisions of the epoch, ascending by view.</summary>
    internal List<VoteRecord> DurableRecords(Epoch epoch)
    {
        List<VoteRecord> records = [];
        if (epoch != _epoch)
        {
            return records;
        }

        foreach (KeyValuePair<ulong, ViewDecisions> view in _views)
        {
            for (VoteRecordKind kind = VoteRecordKind.Notarize; kind <= VoteRecordKind.Propose; kind++)
            {
                if (view.Value[kind] is { } record && view.Value.IsDurable(kind))
                {
                    records.Add(record);
                }
            }
        }

        return records;
    }

    /// <summary>A finalized block of that view is durable: everything at or below it is forgotten and never signed again.</summary>
    internal void RaiseFloor(Epoch epoch, View view)
    {
        if (epoch != _epoch || view <= _floor)
        {
            return;
        }

        _floor = view;
        while (_views.Count > 0)
        {
            // The first key of a sorted dictionary; asking for it costs one step down the tree.
            ulong first = FirstView();
            if (first > view.Value)
            {
                break;
            }

            _views.Remove(first);
        }
    }

    internal void HearStatus(int seat, View voted) => _quarantine?.Hear(seat, voted);

    internal void HearCommit(View finalized)
    {
        if (_quarantine is { } quarantine && quarantine.IsOverAt(finalized))
        {
            _quarantine = null;
            _quarantined = false;
            _floor = _floor < finalized ? finalized : _floor;
        }
    }

    private bool MarkDurable(VoteRecord record)
    {
        // A record whose view was pruned while it was being written, or written when a fault arose, or held in quarantine, stays unsigned.
        if (!CanSign || record.Epoch != _epoch || record.View <= _floor)
        {
            return false;
        }

        ViewDecisions decisions = Decisions(record.View);
        if (decisions[record.Kind] != record)
        {
            throw new InvalidOperationException($"The record {record.Kind} of view {record.View} was never decided.");
        }

        decisions.MarkDurable(record.Kind);
        return true;
    }

    private void Keep(VoteRecord record)
    {
        Decisions(record.View).Put(record);
        VotedView = VotedView < record.View ? record.View : VotedView;
    }

    private ulong FirstView()
    {
        foreach (KeyValuePair<ulong, ViewDecisions> view in _views)
        {
            return view.Key;
        }

        throw new InvalidOperationException("There is no view.");
    }

    private ViewDecisions Decisions(View view)
    {
        if (!_views.TryGetValue(view.Value, out ViewDecisions? decisions))
        {
            decisions = new ViewDecisions();
            _views.Add(view.Value, decisions);
        }

        return decisions;
    }
}
