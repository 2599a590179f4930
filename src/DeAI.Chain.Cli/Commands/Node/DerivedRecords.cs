using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Cli.Commands.Node;

/// <summary>
/// What the database keeps beside a block although it follows from it: receipts, the header's own copy, where transactions stand, who decides the
/// next epoch, the nodes of the tree. Clients and peers are served from these, so each is compared with what replay gives.
/// </summary>
internal sealed class DerivedRecords(IStoredChain stored)
{
    // Nodes of the newest version only: a store may have deleted what older versions alone refer to.
    private readonly SortedDictionary<NodeKey, Blob> _live = new(Comparer<NodeKey>.Create(Compare));

    /// <summary>Compares what is stored for one block, and remembers what it does to the tree.</summary>
    public Result Check(ExecutedBlock block)
    {
        Follow(block.Tree);
        Result receipts = CheckReceipts(block);
        if (receipts.Refusal is not null)
        {
            return receipts;
        }

        Height height = block.Header.Height;
        if (stored.Header(height) is not { } header)
        {
            return Result.Refuse(VerifyErrors.Missing, $"height {height}: the header has no copy of its own");
        }

        if (header != block.Header)
        {
            return Result.Refuse(VerifyErrors.OtherBlock, $"height {height}: the header's own copy differs: {HeaderDifference.Describe(header, block.Header)}");
        }

        Result locations = CheckLocations(block);
        return locations.Refusal is null && block.ClosesEpoch ? CheckClosing(block) : locations;
    }

    /// <summary>Compares every node of the tree after the last block given.</summary>
    public Result CheckTree(Height height)
    {
        foreach (KeyValuePair<NodeKey, Blob> node in _live)
        {
            if (!stored.Nodes.TryGet(node.Key, out Blob bytes))
            {
                return Result.Refuse(VerifyErrors.OtherState, $"height {height}: the state tree lacks the node {Name(node.Key)}");
            }

            if (bytes != node.Value)
            {
                return Result.Refuse(VerifyErrors.OtherState, $"height {height}: the state tree's node {Name(node.Key)} differs from what replay gives");
            }
        }

        return Result.Ok;
    }

    private Result CheckReceipts(ExecutedBlock block)
    {
        Height height = block.Header.Height;
        if (stored.Receipts(height) is not { } receipts)
        {
            return Result.Refuse(VerifyErrors.Missing, $"height {height}: there are no receipts");
        }

        StoredReceipts computed = new(new(block.Receipts), block.Events);
        if (IsSame(receipts, computed))
        {
            return Result.Ok;
        }

        int index = Enumerable.Range(0, Math.Min(receipts.Receipts.Count, block.Receipts.Length))
            .FirstOrDefault(i => !IsSame(receipts.Receipts[i], block.Receipts[i]), -1);
        string which = index >= 0 ? $"receipt {index} differs"
            : receipts.Receipts.Count != block.Receipts.Length ? $"there are {receipts.Receipts.Count} receipts instead of {block.Receipts.Length}"
            : "the block's events differ";
        return Result.Refuse(VerifyErrors.OtherReceipts, $"height {height}: {which} from what replay gives");
    }

    private Result CheckLocations(ExecutedBlock block)
    {
        Height height = block.Header.Height;
        for (int i = 0; i < block.Transactions.Length; i++)
        {
            Hash256 id = block.Transactions[i].Id;
            TransactionLocation expected = new(height, (uint)i);
            if (stored.Locate(id) is not { } location)
            {
                return Result.Refuse(VerifyErrors.OtherIndex, $"height {height}: the index lacks transaction {i}, {id}");
            }

            if (location != expected)
            {
                return Result.Refuse(
                    VerifyErrors.OtherIndex, $"height {height}: the index has transaction {i}, {id}, at height {location.Height}, position {location.Index}");
            }
        }

        return Result.Ok;
    }

    private Result CheckClosing(ExecutedBlock block)
    {
        Height height = block.Header.Height;
        Epoch epoch = block.Header.Epoch;
        if (stored.ClosingHeight(epoch) != height)
        {
            return Result.Refuse(VerifyErrors.OtherIndex, $"height {height}: the index does not say that epoch {epoch} closes here");
        }

        return stored.ValidatorsAfter(epoch) is { } set && Ledger.State.ValidatorSchedule.HashOf(set) == block.Header.NextValidatorsHash
            ? Result.Ok
            : Result.Refuse(VerifyErrors.OtherIndex, $"height {height}: the validators stored for the epoch after {epoch} are not those that the header names");
    }

    private void Follow(TreeUpdate? update)
    {
        if (update is null)
        {
            return;
        }

        foreach (TreeNode node in update.NewNodes)
        {
            _live[node.Key] = node.Bytes;
        }

        foreach (NodeKey key in update.StaleNodes)
        {
            _live.Remove(key);
        }
    }

    /// <summary>By encoding: that is what is stored and what the receipts root is over.</summary>
    private static bool IsSame<T>(T left, T right)
        where T : ICanonical<T> => Canonical.Encode(left).AsSpan().SequenceEqual(Canonical.Encode(right));

    private static int Compare(NodeKey left, NodeKey right) => left.ToBytes().AsSpan().SequenceCompareTo(right.ToBytes());

    private static string Name(NodeKey key) => Convert.ToHexStringLower(key.ToBytes());
}
