using DeAI.Chain.Replica;
using DeAI.Chain.Simulation.Cluster;
using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Adversaries;

/// <summary>
/// Tells each thing to a random part of the others only, so that some have a certificate and others not even the block; never answers a request.
/// </summary>
internal sealed class WithholdingAdversary(World world, CounterRandom random) : IAdversary
{
    public string Name => "withhold";

    public bool Intercept(SimulatedNode node, ReplicaEffect effect)
    {
        switch (effect)
        {
            case ReplicaEffect.Send { Channel: not Channel.Sync } or ReplicaEffect.ServeBlocks:
                world.Faults.Count("withheld_answer");
                return true;
            case ReplicaEffect.Broadcast { Channel: Channel.Consensus or Channel.Blocks } broadcast:
                world.Faults.Count("withheld_broadcast");
                int told = random.Below(1000);
                for (int to = 0; to < world.Nodes.Count; to++)
                {
                    if (random.Chance(told))
                    {
                        node.SendTo(to, broadcast.Channel, broadcast.Frame);
                    }
                }

                return true;
            default:
                return false;
        }
    }
}
