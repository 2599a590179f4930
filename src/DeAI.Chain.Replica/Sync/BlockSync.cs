using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Replica.Messages;

namespace DeAI.Chain.Replica.Sync;

/// <summary>
/// Fetches finalized blocks for a node that is new or was away: one peer at a time, one segment at a time. The certificate of a segment is
/// verified before its bodies are looked at, and each block is executed and compared like any other. A peer that answers badly or not at all is
/// passed over for the next one.
/// </summary>
internal sealed class BlockSync(ReplicaCore core)
{
    /// <summary>How long a peer may take to answer.</summary>
    private const long AnswerMs = 3_000;

    /// <summary>How long to wait after all peers had nothing newer.</summary>
    private const long RestMs = 500;

    private readonly Queue<FinalizedSegment> _segments = new();
    private readonly List<ExecutedBlock> _executed = [];
    private FinalizedSegment? _running;
    private PublicKey _peer;
    private int _turn;
    private long _askedMs;
    private bool _asked;
    private Height _askedFrom;
    private int _empty;
    private long _restUntilMs;

    /// <summary>Whether the node is being brought up to the network.</summary>
    public bool IsActive { get; private set; }

    /// <summary>
    /// Whether more is known than somebody's word that this node is behind: a finalization beyond it, or a segment that was verified. A word
    /// alone must not make the node turn its clients away.
    /// </summary>
    public bool IsProven { get; private set; }

    public long? DueMs => IsActive && _asked ? _askedMs + AnswerMs : null;

    /// <summary>Begins, unless it runs already.</summary>
    /// <param name="hint">A peer that is ahead; <c>default</c> to take any.</param>
    /// <param name="proven">Whether it is certain that this node is behind.</param>
    public void Begin(PublicKey hint, EpochContext context, bool proven)
    {
        IsProven = proven || (IsActive && IsProven);
        if (!IsActive && core.NowMs >= _restUntilMs)
        {
            IsActive = true;
            _empty = 0;
            Ask(hint.IsDefault ? NextPeer(context.Validators) : hint);
        }
    }

    /// <summary>Whether this answers the open question.</summary>
    public bool Expects(PublicKey from, SyncAnswer answer) => IsActive && _asked && from == _peer && answer.From == _askedFrom;

    /// <summary>A peer answered.</summary>
    public void Receive(PublicKey from, SyncAnswer answer, EpochContext context)
    {
        if (!IsActive || !_asked || from != _peer)
        {
            return;
        }

        if (answer.From < _askedFrom)
        {
            // An answer to an earlier question, late or doubled on its way: no fault of the peer.
            return;
        }

        _asked = false;
        if (answer.From > _askedFrom)
        {
            Retry(context, new Refusal(ReplicaErrors.BadSyncAnswer, $"the answer begins at {answer.From}, {_askedFrom} was asked for"));
            return;
        }

        foreach (FinalizedSegment segment in answer.Segments.Span)
        {
            if (segment.Blocks.Count == 0 || segment.Blocks[^1].Header.Height < _askedFrom)
            {
                // It would be skipped without a word, and the peer asked again at once: for as long as it likes.
                Retry(context, new Refusal(ReplicaErrors.BadSyncAnswer, $"a segment below {_askedFrom}, which was asked for"));
                return;
            }

            _segments.Enqueue(segment);
        }

        if (_segments.Count == 0)
        {
            GoOnWithNext(context);
            return;
        }

        Advance(context);
    }

    /// <summary>
    /// The peer has nothing newer, or nothing that holds. That it says so proves nothing: the others are asked too, each once. Then follows a
    /// rest, or a peer that answers badly and at once would keep this node asking without a pause.
    /// </summary>
    private void GoOnWithNext(EpochContext context)
    {
        if (++_empty < context.Validators.Count)
        {
            Ask(NextPeer(context.Validators));
            return;
        }

        Stop();
        _restUntilMs = core.NowMs + RestMs;
    }

    /// <summary>Time passed.</summary>
    public void Tick(EpochContext context)
    {
        if (DueMs is { } due && core.NowMs >= due)
        {
            Retry(context, new Refusal(ReplicaErrors.SyncTimeout, $"no answer within {AnswerMs} ms"));
        }
    }

    /// <summary>A block of the running segment was executed.</summary>
    public void Validated(ValidationOutcome outcome)
    {
        if (_running is not { } segment
            || _executed.Count >= segment.Blocks.Count
            || segment.Blocks[_executed.Count].Header.Digest != outcome.Digest)
        {
            return;
        }

        if (!outcome.Block.TryGet(out ExecutedBlock block, out Refusal? refusal))
        {
            if (core.Tree.TryGetBlock(outcome.Digest, out ExecutedBlock? known))
            {
                // Consensus executed it too and its commit moved the store under this job.
                block = known;
            }
            else if (core.IsPassed(outcome.Parent))
            {
                // Consensus committed past this place while the job ran; if that is not far enough, sync begins anew.
                Stop();
                return;
            }
            else if (refusal.Code == BlockErrors.UnknownRules && core.Tree.TryGetLedger(segment.Blocks[_executed.Count].Header.Parent, out LedgerState? parent)
                && core.IsOutdatedAfter(parent))
            {
                // The rules rose within this segment, which commits as a whole or not at all: a newer program begins with it.
                Stop();
                return;
            }
            else
            {
                // A quorum signed what this node finds invalid: no other peer can help.
                Stop();
                core.Emit(new ReplicaEffect.Halt($"block {outcome.Digest} is final in the network and invalid here: {refusal}"));
                return;
            }
        }

        core.Tree.Add(block);
        _executed.Add(block);
        Execute(segment);
    }

    /// <summary>A commit is durable; if it covers the running segment, the next one follows.</summary>
    /// <returns>The certificate, if the commit is the segment's own, for the machine to start from.</returns>
    public Certificate? Committed(Height height, Hash256 digest)
    {
        if (_running is not { } segment || segment.Blocks[^1].Header.Height > height)
        {
            return null;
        }

        _running = null;
        _executed.Clear();
        return segment.Blocks[^1].Header.Digest == digest ? segment.Certificate : null;
    }

    /// <summary>Goes on with the next segment, or asks for more.</summary>
    public void Advance(EpochContext context)
    {
        if (!IsActive || _running is not null || _asked)
        {
            return;
        }

        while (_segments.TryDequeue(out FinalizedSegment? queued))
        {
            // Consensus may have committed a part of it meanwhile.
            if (queued.Above(core.Committed.Header.Height) is not { } segment)
            {
                continue;
            }

            if (Check(segment, context).Refusal is { } refusal)
            {
                Retry(context, refusal);
                return;
            }

            IsProven = true;
            _empty = 0;
            _running = segment;
            Execute(segment);
            return;
        }

        Ask(_peer);
    }

    /// <summary>Executes what is not executed yet; then commits.</summary>
    private void Execute(FinalizedSegment segment)
    {
        while (_executed.Count < segment.Blocks.Count)
        {
            Block block = segment.Blocks[_executed.Count];
            if (core.Tree.TryGetBlock(block.Header.Digest, out ExecutedBlock? known))
            {
                _executed.Add(known);
                continue;
            }

            if (core.Tree.TryGetLedger(block.Header.Parent, out LedgerState? parent))
            {
                core.Emit(new ReplicaEffect.ValidateBlock(new ValidationJob(block.Header.Digest, parent, block, Carrier: false, Syncing: true)));
            }
            else
            {
                // Consensus itself committed past this place meanwhile.
                Stop();
            }

            return;
        }

        core.Commit(_executed, segment.Carriers.Items, segment.Certificate);
    }

    /// <summary>Ends here; it may begin again.</summary>
    public void Stop()
    {
        _running = null;
        _executed.Clear();
        _segments.Clear();
        _asked = false;
        IsActive = false;
        IsProven = false;
    }

    private Result Check(FinalizedSegment segment, EpochContext context)
    {
        if (segment.CertifiedDigest(core.Committed.Digest) is not { } certified)
        {
            return Result.Refuse(ReplicaErrors.BadSyncAnswer, "the blocks do not follow each other from the committed one");
        }

        if (segment.Certificate.Vote.Kind != VoteKind.Finalize || segment.Certificate.Vote.Digest != certified)
        {
            return Result.Refuse(ReplicaErrors.BadSyncAnswer, $"the certificate is no finalization of {certified}");
        }

        if (VerifiedCertificate.Check(context, segment.Certificate, core.Options.Signatures).Refusal is { } refusal)
        {
            return new Result(refusal);
        }

        foreach (Block block in segment.Blocks.Span)
        {
            Result body = core.Bodies.CheckBlock(block, block.Header.Digest);
            if (!body.IsOk)
            {
                return body;
            }
        }

        return Result.Ok;
    }

    private void Retry(EpochContext context, Refusal why)
    {
        core.Report("sync_peer_passed_over", _peer, why);
        _segments.Clear();
        _executed.Clear();
        _running = null;
        GoOnWithNext(context);
    }

    private void Ask(PublicKey peer)
    {
        _peer = peer;
        _asked = true;
        _askedMs = core.NowMs;
        _askedFrom = core.Committed.Header.Height.Next;
        SyncMessage request = new(new SyncRequest(_askedFrom), null);
        core.Emit(new ReplicaEffect.Send(peer, Channel.Sync, Canonical.Encode(request)));
    }

    private PublicKey NextPeer(ValidatorSet validators)
    {
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
}
