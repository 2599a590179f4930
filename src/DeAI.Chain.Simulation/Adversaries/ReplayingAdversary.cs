using DeAI.Chain.Replica;
using DeAI.Chain.Simulation.Cluster;
using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Adversaries;

/// <summary>Follows the protocol, and repeats what it heard or said before, to anyone, at any later time.</summary>
internal sealed class ReplayingAdversary(World world, CounterRandom random) : IAdversary
{
    private const int Kept = 512;

    private readonly List<(Channel Channel, ReadOnlyMemory<byte> Frame)> _old = [];

    public string Name => "replay";

    public void Hear(SimulatedNode node, SimulatedNode from, Channel channel, ReadOnlyMemory<byte> frame) => Keep(channel, frame);

    public bool Intercept(SimulatedNode node, ReplicaEffect effect)
    {
        if (effect is ReplicaEffect.Broadcast broadcast)
        {
            Keep(broadcast.Channel, broadcast.Frame);
            for (int i = 0; i < 2; i++)
            {
                (Channel channel, ReadOnlyMemory<byte> frame) = _old[random.Below(_old.Count)];
                world.Faults.Count("replayed_frame");
                node.SendTo(random.Below(world.Nodes.Count), channel, frame);
            }
        }

        return false;
    }

    /// <summary>What is forgotten is drawn, so that some very old frames stay.</summary>
    private void Keep(Channel channel, ReadOnlyMemory<byte> frame)
    {
        if (_old.Count < Kept)
        {
            _old.Add((channel, frame));
        }
        else
        {
            _old[random.Below(Kept)] = (channel, frame);
        }
    }
}
