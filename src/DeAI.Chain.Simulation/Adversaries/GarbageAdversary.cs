using System.Buffers.Binary;
using DeAI.Chain.Replica;
using DeAI.Chain.Simulation.Cluster;
using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Adversaries;

/// <summary>Follows the protocol, and sends beside every other broadcast a frame that is random, damaged, cut short or on the wrong channel.</summary>
internal sealed class GarbageAdversary(World world, CounterRandom random) : IAdversary
{
    public string Name => "garbage";

    public bool Intercept(SimulatedNode node, ReplicaEffect effect)
    {
        if (effect is ReplicaEffect.Broadcast broadcast && random.Chance(500))
        {
            world.Faults.Count("garbage_frame");
            Channel channel = (Channel)random.Below(6);
            node.SendTo(random.Below(world.Nodes.Count), channel, Spoil(broadcast.Frame));
        }

        return false;
    }

    private byte[] Spoil(ReadOnlyMemory<byte> frame)
    {
        switch (random.Below(4))
        {
            case 0:
                byte[] noise = new byte[8 * random.Below(40)];
                for (int i = 0; i < noise.Length; i += 8)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(noise.AsSpan(i), random.Next());
                }

                return noise;
            case 1:
                byte[] flipped = frame.ToArray();
                flipped[random.Below(flipped.Length)] ^= (byte)(1 << random.Below(8));
                return flipped;
            case 2:
                return frame[..random.Below(frame.Length)].ToArray();
            default:
                return frame.ToArray();
        }
    }
}
