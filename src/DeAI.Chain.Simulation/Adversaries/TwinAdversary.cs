using DeAI.Chain.Replica;
using DeAI.Chain.Simulation.Cluster;
using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Adversaries;

/// <summary>
/// Two production replicas with one key, neither of which does anything wrong (Bano and others, Twins, OPODIS 2021). From time to time each is
/// cut off from another part of the others, so that the two see different worlds and vote in both.
/// </summary>
internal sealed class TwinAdversary : IAdversary
{
    public string Name => "twins";

    public bool Intercept(SimulatedNode node, ReplicaEffect effect) => false;

    /// <summary>Draws at random times who hears which of the two, until healing.</summary>
    public static void Schedule(World world, CounterRandom random, SimulatedNode one, SimulatedNode other, int untilMs)
    {
        for (int at = 0; at < untilMs; at += random.Between(50, 500))
        {
            world.Events.At(at, () => Draw(world, random, one, other));
        }

        world.Events.At(untilMs, () => world.Nodes.ForEach(node => Connect(world, node, one, other, both: true, first: true)));
    }

    private static void Draw(World world, CounterRandom random, SimulatedNode one, SimulatedNode other)
    {
        bool both = random.Chance(250);
        foreach (SimulatedNode node in world.Nodes)
        {
            Connect(world, node, one, other, both, first: random.Chance(500));
        }
    }

    private static void Connect(World world, SimulatedNode node, SimulatedNode one, SimulatedNode other, bool both, bool first)
    {
        world.Network.KeepApart(node.Index, one.Index, !both && !first);
        world.Network.KeepApart(node.Index, other.Index, !both && first);
    }
}
