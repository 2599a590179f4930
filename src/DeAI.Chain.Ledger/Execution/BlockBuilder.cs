using System.Collections.Immutable;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>Makes a proposer's block: candidates in the order given, as far as bytes, number and work allow.</summary>
public sealed class BlockBuilder
{
    private readonly CatalogIndex _catalog;
    private readonly BeaconProofCheck _check;

    public BlockBuilder(CatalogIndex catalog, BeaconProofCheck? check = null)
    {
        _catalog = catalog;
        _check = check ?? Vrf.TryVerify;
    }

    /// <param name="candidates">In order of preference; the enumeration ends once the block is full. None is used in a carrier.</param>
    /// <returns>The block, or a code of <see cref="Blocks.BlockErrors"/> if the draft itself is wrong.</returns>
    public Result<BuiltBlock> Build(LedgerState parent, BlockDraft draft, IEnumerable<VerifiedTransaction> candidates)
    {
        if (Carrier.IsExpected(parent.Header, draft.Epoch))
        {
            return Built(Carrier.Execute(parent, draft), []);
        }

        Result<BlockExecution> begun = BlockExecution.Begin(_catalog, _check, parent, draft);
        if (!begun.TryGet(out BlockExecution execution, out Refusal? refusal))
        {
            return Result.Refuse<BuiltBlock>(refusal);
        }

        ImmutableArray<DroppedTransaction>.Builder dropped = ImmutableArray.CreateBuilder<DroppedTransaction>();
        foreach (VerifiedTransaction candidate in candidates)
        {
            if (execution.IsFull)
            {
                break;
            }

            if (execution.Add(candidate).Refusal is { } reason && !BlockExecutor.IsRoom(reason.Code))
            {
                dropped.Add(new DroppedTransaction(candidate.Id, reason));
            }
        }

        return Built(Result.Of(execution.Finish()), dropped.ToImmutable());
    }

    private static Result<BuiltBlock> Built(Result<ExecutedBlock> result, ImmutableArray<DroppedTransaction> dropped) =>
        result.TryGet(out ExecutedBlock executed, out Refusal? refusal)
            ? Result.Of(new BuiltBlock(executed.ToBlock(), executed, dropped))
            : Result.Refuse<BuiltBlock>(refusal);
}
