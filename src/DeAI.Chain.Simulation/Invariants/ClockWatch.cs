using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Simulation.Cluster;

namespace DeAI.Chain.Simulation.Invariants;

/// <summary>Blocks stay within reach of the clocks: a quorum holds a good machine that did not object to the block's time.</summary>
internal sealed class ClockWatch(World world)
{
    private long _latestMs;

    /// <summary>What a node's clock shows now.</summary>
    public void Shows(SimulatedNode node, long timeMs)
    {
        if (node is { Adversary: null, IsOnBadMachine: false })
        {
            _latestMs = Math.Max(_latestMs, timeMs);
        }
    }

    /// <summary>A block that a node commits, the first at its height.</summary>
    public void Check(SimulatedNode node, BlockHeader header)
    {
        ulong skew = ParameterStore.Get(node.Disk.State, LedgerParameters.MaxClockSkewMs);
        if (header.TimeMs > (ulong)_latestMs + skew)
        {
            world.Invariants.Broken(Invariant.Time, $"height {header.Height} has time {header.TimeMs}, the latest clock was at {_latestMs}");
        }
    }
}
