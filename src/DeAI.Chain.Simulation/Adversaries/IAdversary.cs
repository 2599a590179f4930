using DeAI.Chain.Replica;
using DeAI.Chain.Simulation.Cluster;

namespace DeAI.Chain.Simulation.Adversaries;

/// <summary>A way to be Byzantine: a production replica, some of whose effects are done differently.</summary>
internal interface IAdversary
{
    string Name { get; }

    /// <returns>Whether the effect was dealt with; otherwise it is done as usual.</returns>
    bool Intercept(SimulatedNode node, ReplicaEffect effect);

    /// <summary>A frame arrived; the replica gets it afterwards.</summary>
    void Hear(SimulatedNode node, SimulatedNode from, Channel channel, ReadOnlyMemory<byte> frame)
    {
    }
}
