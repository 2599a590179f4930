using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>An audit: replays blocks from genesis in memory and compares every root; on request it checks every module's invariants after each.</summary>
public sealed class LedgerVerifier
{
    private readonly CatalogIndex _catalog;
    private readonly BlockValidator _validator;
    private readonly bool _checkInvariants;
    private readonly MemoryState _state = new();
    private readonly MemoryNodeStore _nodes = new();

    private LedgerVerifier(CatalogIndex catalog, bool checkInvariants)
    {
        _catalog = catalog;
        _validator = new BlockValidator(catalog);
        _checkInvariants = checkInvariants;
        Current = null!;
    }

    /// <summary>The ledger after the last block that passed.</summary>
    public LedgerState Current { get; private set; }

    /// <summary>A verifier that stands at genesis.</summary>
    public static Result<LedgerVerifier> Create(GenesisDocument document, CatalogIndex catalog, bool checkInvariants)
    {
        if (!GenesisState.Build(document, catalog).TryGet(out ExecutedBlock genesis, out Refusal? refusal))
        {
            return Result.Refuse<LedgerVerifier>(refusal);
        }

        LedgerVerifier verifier = new(catalog, checkInvariants);
        verifier.Commit(genesis);
        Result invariants = verifier.CheckInvariants();
        return invariants.Refusal is { } broken ? Result.Refuse<LedgerVerifier>(broken) : Result.Of(verifier);
    }

    /// <summary>Validates and applies the next block; carriers may be left out or given.</summary>
    /// <returns>The block, or why it is not the next one; then nothing was applied, unless <see cref="BlockErrors.InvariantBroken"/>.</returns>
    public Result<ExecutedBlock> Apply(Block block)
    {
        Result<ExecutedBlock> result = _validator.Validate(Current, block);
        if (!result.TryGet(out ExecutedBlock executed, out _) || executed.Header.IsCarrier)
        {
            return result;
        }

        Commit(executed);
        return CheckInvariants().Refusal is { } broken ? Result.Refuse<ExecutedBlock>(broken) : result;
    }

    /// <summary>Applies blocks until one does not pass; the refusal names its height.</summary>
    public Result Replay(IEnumerable<Block> blocks)
    {
        foreach (Block block in blocks)
        {
            if (Apply(block).Refusal is { } refusal)
            {
                return Result.Refuse(refusal.Code, $"height {block.Header.Height}: {refusal.Detail}");
            }
        }

        return Result.Ok;
    }

    /// <summary>Every module's invariants on a state.</summary>
    public static Result CheckInvariants(CatalogIndex catalog, IStateReader state)
    {
        foreach (IModule module in catalog.Catalog.Modules)
        {
            foreach (IInvariant invariant in module.Invariants)
            {
                if (invariant.Check(state).Refusal is { } broken)
                {
                    return Result.Refuse(BlockErrors.InvariantBroken, $"{invariant.Name}: {broken}");
                }
            }
        }

        return Result.Ok;
    }

    private Result CheckInvariants() => _checkInvariants ? CheckInvariants(_catalog, _state) : Result.Ok;

    private void Commit(ExecutedBlock block)
    {
        _state.Apply(block.Writes);
        if (block.Tree is { } tree)
        {
            _nodes.Add(tree);
            _nodes.Prune(tree);
        }

        Current = LedgerState.Base(block.Header, _state, _nodes);
    }
}
