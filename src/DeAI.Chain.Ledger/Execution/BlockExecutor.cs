using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>Runs a block's transactions on its parent's state. Pure: same inputs, same bytes, on any thread.</summary>
public sealed class BlockExecutor
{
    private readonly CatalogIndex _catalog;
    private readonly BeaconProofCheck _check;

    public BlockExecutor(CatalogIndex catalog, BeaconProofCheck? check = null)
    {
        _catalog = catalog;
        _check = check ?? Vrf.TryVerify;
    }

    /// <returns>The block with its computed header, or why such a block is invalid: a code of <see cref="BlockErrors"/>.</returns>
    public Result<ExecutedBlock> Execute(LedgerState parent, BlockDraft draft, IReadOnlyList<VerifiedTransaction> transactions)
    {
        if (Carrier.IsExpected(parent.Header, draft.Epoch))
        {
            return transactions.Count == 0
                ? Carrier.Execute(parent, draft)
                : Result.Refuse<ExecutedBlock>(BlockErrors.CarrierNotEmpty, $"{transactions.Count} transactions after the closing block");
        }

        Result<BlockExecution> begun = BlockExecution.Begin(_catalog, _check, parent, draft);
        if (!begun.TryGet(out BlockExecution execution, out Refusal? refusal))
        {
            return Result.Refuse<ExecutedBlock>(refusal);
        }

        for (int i = 0; i < transactions.Count; i++)
        {
            if (execution.Add(transactions[i]).Refusal is { } reason)
            {
                return IsRoom(reason.Code)
                    ? Result.Refuse<ExecutedBlock>(reason)
                    : Result.Refuse<ExecutedBlock>(BlockErrors.BadTransaction, $"transaction {i} ({transactions[i].Id}): {reason}");
            }
        }

        return Result.Of(execution.Finish());
    }

    internal static bool IsRoom(ReasonCode code) =>
        code == BlockErrors.TooLarge || code == BlockErrors.TooManyTransactions || code == BlockErrors.TooMuchWork;
}
