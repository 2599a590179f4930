using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Storage;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Cli.Commands.Node;

/// <summary>
/// Runs a stored chain again from genesis and compares everything: each header with every root, each finality certificate with the validators of
/// its epoch, each receipt, and at the end the flat state, the tip and every module's invariants. Believes nothing but the genesis file.
/// </summary>
internal sealed class ChainReplay
{
    private readonly IStoredChain _stored;
    private readonly GenesisDocument _genesis;
    private readonly CatalogIndex _catalog;
    private readonly LedgerVerifier _verifier;
    private readonly DerivedRecords _derived;
    private readonly StoredCertificates _certificates;
    private long _transactions;

    private ChainReplay(IStoredChain stored, GenesisDocument genesis, CatalogIndex catalog, LedgerVerifier verifier)
    {
        _stored = stored;
        _genesis = genesis;
        _catalog = catalog;
        _verifier = verifier;
        _derived = new DerivedRecords(stored);
        BlockHeader start = verifier.Current.Header;
        _certificates = new StoredCertificates(genesis.Chain, new EpochStart(start.Epoch, genesis.Validators, start.View, start.Digest));
    }

    /// <param name="progress">Called with the height reached and the tip, after each segment.</param>
    /// <returns>What was seen, or the first finding: a code of <see cref="VerifyErrors"/>.</returns>
    public static Result<ReplaySummary> Run(
        IStoredChain stored, GenesisDocument genesis, CatalogIndex catalog, Action<Height, Height> progress, CancellationToken stop)
    {
        return LedgerVerifier.Create(genesis, catalog, checkInvariants: false).TryGet(out LedgerVerifier verifier, out Refusal? refusal)
            ? new ChainReplay(stored, genesis, catalog, verifier).Run(progress, stop)
            : Result.Refuse<ReplaySummary>(refusal);
    }

    private Result<ReplaySummary> Run(Action<Height, Height> progress, CancellationToken stop)
    {
        if (_stored.Tip is not { } tip)
        {
            return Refuse(VerifyErrors.Missing, "the database holds no block, not even genesis");
        }

        if (At(new Height(0), CheckGenesis).Refusal is { } genesis)
        {
            return Result.Refuse<ReplaySummary>(genesis);
        }

        if (_stored.Base > new Height(0))
        {
            return new SnapshotAudit(_stored, _catalog, _certificates).Run(tip, progress, stop);
        }

        while (_verifier.Current.Header.Height < tip.Header.Height)
        {
            stop.ThrowIfCancellationRequested();
            Height next = _verifier.Current.Header.Height.Next;
            if (At(next, () => ReplaySegment(next)).Refusal is { } refusal)
            {
                return Result.Refuse<ReplaySummary>(refusal);
            }

            progress(_verifier.Current.Header.Height, tip.Header.Height);
        }

        return CheckEnd(tip);
    }

    private Result CheckGenesis()
    {
        if (_stored.Block(new Height(0)) is not { } block)
        {
            return Result.Refuse(VerifyErrors.Missing, "height 0: there is no block");
        }

        if (block.Header != _verifier.Current.Header)
        {
            return Result.Refuse(VerifyErrors.OtherBlock, $"height 0: {HeaderDifference.Describe(block.Header, _verifier.Current.Header)}");
        }

        // The verifier built it too, but keeps only what the next block needs.
        return GenesisState.Build(_genesis, _catalog).TryGet(out ExecutedBlock genesis, out Refusal? refusal)
            ? _derived.Check(genesis)
            : Result.Refuse(refusal.Code, refusal.Detail);
    }

    private Result ReplaySegment(Height first)
    {
        if (_stored.SegmentOf(first) is not { } end || end.Segment.First != first)
        {
            return Result.Refuse(VerifyErrors.Missing, $"height {first}: there is no finality certificate for it");
        }

        Hash256 expected = _verifier.Current.Header.Digest;
        BlockHeader last = _verifier.Current.Header;
        for (Height height = first; height <= end.Last; height = height.Next)
        {
            Result<BlockHeader> header = At(height, () => ReplayBlock(height));
            if (!header.TryGet(out last, out Refusal? refusal))
            {
                return Result.Refuse(refusal.Code, refusal.Detail);
            }

            expected = last.Digest;
        }

        if (_certificates.Check(end, expected).Refusal is { } bad)
        {
            return Result.Refuse(bad.Code, bad.Detail);
        }

        if (last.ClosesEpoch)
        {
            _certificates.Enter(new EpochStart(last.Epoch.Next, ValidatorSchedule.Next(_verifier.Current.State), last.View, last.Digest));
        }

        return Result.Ok;
    }

    private Result<BlockHeader> ReplayBlock(Height height)
    {
        if (_stored.Block(height) is not { } block)
        {
            return Result.Refuse<BlockHeader>(VerifyErrors.Missing, $"height {height}: there is no block");
        }

        if (!_verifier.Apply(block).TryGet(out ExecutedBlock executed, out Refusal? refusal))
        {
            return Result.Refuse<BlockHeader>(VerifyErrors.OtherBlock, $"height {height}: replay does not give this block: {refusal}");
        }

        if (_derived.Check(executed).Refusal is { } finding)
        {
            return Result.Refuse<BlockHeader>(finding);
        }

        _transactions += executed.Transactions.Length;
        return Result.Of(executed.Header);
    }

    private Result<ReplaySummary> CheckEnd(StoredTip tip)
    {
        BlockHeader reached = _verifier.Current.Header;
        if (tip.Header != reached)
        {
            return Refuse(VerifyErrors.OtherTip, $"height {reached.Height}: the tip's {HeaderDifference.Describe(tip.Header, reached)}");
        }

        EpochStart epoch = _certificates.Epoch.Start;
        if (tip != new StoredTip(reached, epoch.Epoch, epoch.Validators, epoch.StartView, epoch.StartDigest))
        {
            return Refuse(VerifyErrors.OtherTip, $"height {reached.Height}: the tip's epoch, its validators or its start differ from what replay gives");
        }

        if (!At(reached.Height, CompareState).TryGet(out long entries, out Refusal? refusal))
        {
            return Result.Refuse<ReplaySummary>(refusal);
        }

        if (At(reached.Height, () => _derived.CheckTree(reached.Height)).Refusal is { } tree)
        {
            return Result.Refuse<ReplaySummary>(tree);
        }

        return LedgerVerifier.CheckInvariants(_catalog, _verifier.Current.State).Refusal is { } broken
            ? Refuse(VerifyErrors.BrokenInvariant, $"height {reached.Height}: {broken.Detail}")
            : Result.Of(new ReplaySummary(default, reached.Height, reached.StateRoot, _transactions, _certificates.Checked, entries));
    }

    private Height Reached => _verifier.Current.Header.Height;

    private Result<long> CompareState()
    {
        long count = 0;
        using IEnumerator<StateEntry> stored = _stored.State.Scan(default).GetEnumerator();
        foreach (StateEntry expected in _verifier.Current.State.Scan(default))
        {
            if (!stored.MoveNext() || stored.Current != expected)
            {
                return Result.Refuse<long>(VerifyErrors.OtherState, $"height {Reached}: the stored state differs from what replay gives at entry {expected.Key}");
            }

            count++;
        }

        return stored.MoveNext()
            ? Result.Refuse<long>(VerifyErrors.OtherState, $"height {Reached}: the stored state has an entry too many: {stored.Current.Key}")
            : Result.Of(count);
    }

    /// <summary>What cannot be read is a finding like any other, with its height.</summary>
    private static Result<T> At<T>(Height height, Func<Result<T>> check)
    {
        try
        {
            return check();
        }
        catch (StorageException exception)
        {
            return Result.Refuse<T>(VerifyErrors.Damaged, $"height {height}: {exception.Message}");
        }
    }

    private static Result At(Height height, Func<Result> check)
    {
        try
        {
            return check();
        }
        catch (StorageException exception)
        {
            return Result.Refuse(VerifyErrors.Damaged, $"height {height}: {exception.Message}");
        }
    }

    private static Result<ReplaySummary> Refuse(ReasonCode code, string detail) => Result.Refuse<ReplaySummary>(code, detail);
}
