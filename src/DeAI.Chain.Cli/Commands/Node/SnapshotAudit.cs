using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Storage;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Cli.Commands.Node;

/// <summary>
/// Checks a chain whose state was fetched: there are no blocks to replay up to it. So what the validators signed takes the place of replay: every
/// handover from genesis on, the header that the state was fetched for, every block above it down to its transactions and receipts, and at the end
/// the state against the root in the newest header, and all invariants. What a block did is believed here; a node with every block replays it.
/// Of the tree only the root is compared: a damaged node inside makes a proof that no client accepts.
/// </summary>
internal sealed class SnapshotAudit(IStoredChain stored, CatalogIndex catalog, StoredCertificates certificates)
{
    private const int ChangesAtOnce = 50_000;

    private Height _at;
    private long _transactions;

    /// <returns>What was seen, or the first finding: a code of <see cref="VerifyErrors"/>.</returns>
    public Result<ReplaySummary> Run(StoredTip tip, Action<Height, Height> progress, CancellationToken stop)
    {
        try
        {
            return Check(tip, progress, stop);
        }
        catch (StorageException exception)
        {
            return Result.Refuse<ReplaySummary>(VerifyErrors.Damaged, $"height {_at}: {exception.Message}");
        }
    }

    private Result<ReplaySummary> Check(StoredTip tip, Action<Height, Height> progress, CancellationToken stop)
    {
        while (stored.ClosingHeight(certificates.Epoch.Epoch) is { } closing && closing < stored.Base)
        {
            if (CheckFinal(closing).Refusal is { } finding)
            {
                return Result.Refuse<ReplaySummary>(finding);
            }
        }

        Result<BlockHeader> reached = CheckFinal(stored.Base);
        while (reached.TryGet(out BlockHeader below, out _) && below.Height < tip.Header.Height)
        {
            stop.ThrowIfCancellationRequested();
            reached = CheckSegment(below);
            progress(_at, tip.Header.Height);
        }

        return reached.TryGet(out BlockHeader last, out Refusal? refusal) ? CheckEnd(tip, last) : Result.Refuse<ReplaySummary>(refusal);
    }

    /// <summary>A header that stands without its block: a closing one, or that of the fetched state.</summary>
    private Result<BlockHeader> CheckFinal(Height height)
    {
        _at = height;
        if (stored.Header(height) is not { } header || stored.SegmentOf(height) is not { } end || end.Last != height)
        {
            return Refuse(VerifyErrors.Missing, "there is no header with a finality certificate of its own");
        }

        return header.Height == height && header.Epoch == certificates.Epoch.Epoch
            ? Finish(end, header)
            : Refuse(VerifyErrors.OtherBlock, $"the header stored there is of height {header.Height} and epoch {header.Epoch}");
    }

    private Result<BlockHeader> CheckSegment(BlockHeader below)
    {
        _at = below.Height.Next;
        if (stored.SegmentOf(_at) is not { } end || end.Segment.First != _at)
        {
            return Refuse(VerifyErrors.Missing, "there is no finality certificate for it");
        }

        BlockHeader last = below;
        for (Height height = _at; height <= end.Last; height = height.Next)
        {
            _at = height;
            Result<BlockHeader> header = CheckBlock(last);
            if (!header.TryGet(out last!, out _))
            {
                return header;
            }
        }

        return Finish(end, last);
    }

    private Result<BlockHeader> CheckBlock(BlockHeader parent)
    {
        if (stored.Block(_at) is not { } block || stored.Receipts(_at) is not { } receipts)
        {
            return Refuse(VerifyErrors.Missing, "there is no block with receipts");
        }

        BlockHeader header = block.Header;
        if (header.Height != _at || header.Parent != parent.Digest)
        {
            return Refuse(VerifyErrors.OtherBlock, $"the block does not follow that of height {parent.Height}");
        }

        if (stored.Header(_at) != header)
        {
            return Refuse(VerifyErrors.OtherBlock, "the header's own copy differs, or there is none");
        }

        if (TransactionProof.Root(block.Transactions) != header.TransactionsRoot)
        {
            return Refuse(VerifyErrors.OtherBlock, "the transactions are not those of the header");
        }

        if (ReceiptTree.Root(receipts.Receipts, receipts.Events) != header.ReceiptsRoot)
        {
            return Refuse(VerifyErrors.OtherReceipts, "the receipts or events are not those of the header");
        }

        for (int i = 0; i < receipts.Receipts.Count; i++)
        {
            if (stored.Locate(receipts.Receipts[i].Transaction) != new TransactionLocation(_at, (uint)i))
            {
                return Refuse(VerifyErrors.OtherIndex, $"the index lacks transaction {i}, {receipts.Receipts[i].Transaction}, or has it elsewhere");
            }
        }

        _transactions += block.Transactions.Count;
        return Result.Of(header);
    }

    /// <summary>The certificate, and where an epoch closes the validators of the next.</summary>
    private Result<BlockHeader> Finish(SegmentEnd end, BlockHeader last)
    {
        if (certificates.Check(end, last.Digest).Refusal is { } bad)
        {
            return Result.Refuse<BlockHeader>(bad);
        }

        if (!last.ClosesEpoch)
        {
            return Result.Of(last);
        }

        if (stored.ClosingHeight(last.Epoch) != last.Height)
        {
            return Refuse(VerifyErrors.OtherIndex, $"the index does not say that epoch {last.Epoch} closes here");
        }

        if (stored.ValidatorsAfter(last.Epoch) is not { } next || ValidatorSchedule.HashOf(next) != last.NextValidatorsHash)
        {
            return Refuse(VerifyErrors.OtherIndex, $"the validators stored for the epoch after {last.Epoch} are not those that the header names");
        }

        certificates.Enter(new EpochStart(last.Epoch.Next, next, last.View, last.Digest));
        return Result.Of(last);
    }

    private Result<ReplaySummary> CheckEnd(StoredTip tip, BlockHeader last)
    {
        EpochStart epoch = certificates.Epoch.Start;
        if (tip != new StoredTip(last, epoch.Epoch, epoch.Validators, epoch.StartView, epoch.StartDigest))
        {
            return RefuseEnd(VerifyErrors.OtherTip, "the tip, its epoch or its validators are not those of the newest block");
        }

        Hash256 root = RootOfState(out long entries);
        if (root != last.StateRoot)
        {
            return RefuseEnd(VerifyErrors.OtherState, $"the stored state has root {root}, the validators signed {last.StateRoot}");
        }

        if (!StateTree.RootOf(stored.Nodes, last.Height.Value).TryGet(out Hash256 tree, out Refusal? refusal) || tree != root)
        {
            return RefuseEnd(VerifyErrors.OtherState, refusal is null ? $"the stored tree has root {tree}, the state {root}" : refusal.Detail);
        }

        return LedgerVerifier.CheckInvariants(catalog, stored.State).Refusal is { } broken
            ? RefuseEnd(VerifyErrors.BrokenInvariant, broken.Detail)
            : Result.Of(new ReplaySummary(stored.Base, last.Height, root, _transactions, certificates.Checked, entries));
    }

    /// <summary>Built anew from the entries; one version for each portion of them.</summary>
    private Hash256 RootOfState(out long entries)
    {
        MemoryNodeStore nodes = new();
        TreeUpdate update = StateTree.Apply(nodes, null, 0, []);
        nodes.Add(update);
        entries = 0;
        foreach (StateEntry[] portion in stored.State.Scan(default).Chunk(ChangesAtOnce))
        {
            StateChange[] changes = [.. portion.Select(static entry => new StateChange(entry.Key, entry.Value))];
            update = StateTree.Apply(nodes, update.Version, update.Version + 1, changes);
            nodes.Add(update);
            nodes.Prune(update);
            entries += portion.Length;
        }

        return update.Root;
    }

    private Result<BlockHeader> Refuse(ReasonCode code, string detail) => Result.Refuse<BlockHeader>(code, $"height {_at}: {detail}");

    private Result<ReplaySummary> RefuseEnd(ReasonCode code, string detail) => Result.Refuse<ReplaySummary>(code, $"height {_at}: {detail}");
}
