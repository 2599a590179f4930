using System.Security.Cryptography;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Simulation.Cluster;
using DeAI.Chain.Simulation.Genesis;

namespace DeAI.Chain.Simulation.Invariants;

/// <summary>
/// Looks at the states themselves and not at what headers say of them: equal entries at equal heights, a root recomputed from nothing, and the
/// sum of all credits.
/// </summary>
internal sealed class StateChecks(World world)
{
    private readonly List<int> _judged = [0];
    private readonly Dictionary<int, Hash256> _contents = [];

    /// <summary>The modules' invariants, once for each height: equal states need no second look.</summary>
    public void Committed(SimulatedNode node, int height)
    {
        if (height > _judged[^1])
        {
            _judged.Add(height);
            CheckConservation(node);
        }
    }

    public void CheckEnd(SimulatedNode node)
    {
        CheckConservation(node);
        int height = node.Disk.Blocks.Count - 1;
        Hash256 content = ContentOf(node.Disk.State);
        if (!_contents.TryAdd(height, content))
        {
            if (_contents[height] != content)
            {
                world.Invariants.Broken(Invariant.StateRoot, $"node {node.Index} holds other entries at height {height} than another node");
            }

            return;
        }

        CheckRoot(node);
    }

    /// <summary>The modules' invariants, and the root of what is there, computed from nothing: for a state that came by no block.</summary>
    public void Installed(SimulatedNode node)
    {
        CheckConservation(node);
        CheckRoot(node);
    }

    private void CheckRoot(SimulatedNode node)
    {
        StateChange[] entries = [.. node.Disk.State.Scan(default).Select(static entry => new StateChange(entry.Key, entry.Value))];
        Hash256 root = StateTree.Apply(new MemoryNodeStore(), null, 1, entries).Root;
        if (root != node.Disk.Tip.StateRoot)
        {
            world.Invariants.Broken(Invariant.StateRoot, $"node {node.Index} at height {node.Disk.Tip.Height}: the entries have root {root}, the header says {node.Disk.Tip.StateRoot}");
        }
    }

    private void CheckConservation(SimulatedNode node)
    {
        if (LedgerVerifier.CheckInvariants(world.Chain.Catalog, node.Disk.State).Refusal is { } refusal)
        {
            world.Invariants.Broken(Invariant.Conservation, $"node {node.Index} at height {node.Disk.Tip.Height}: {refusal}");
        }

        // Nobody issues or redeems here, so all credits are those of genesis.
        CreditTotals totals = AccountsQueries.Totals(node.Disk.State);
        ulong sum = totals.Held.Value + totals.Escrowed.Value + totals.Bonded.Value;
        if (sum != SimulationChain.ClientCount * SimulationChain.ClientCredits)
        {
            world.Invariants.Broken(Invariant.Conservation, $"node {node.Index} at height {node.Disk.Tip.Height}: {sum} credits in all");
        }
    }

    private static Hash256 ContentOf(MemoryState state)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (StateEntry entry in state.Scan(default))
        {
            hash.AppendData(BitConverter.GetBytes(entry.Key.Length));
            hash.AppendData(entry.Key.Span);
            hash.AppendData(BitConverter.GetBytes(entry.Value.Length));
            hash.AppendData(entry.Value.Span);
        }

        return new Hash256(hash.GetHashAndReset());
    }
}
