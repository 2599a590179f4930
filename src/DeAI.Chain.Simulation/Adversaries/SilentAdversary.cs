using DeAI.Chain.Replica;
using DeAI.Chain.Simulation.Cluster;

namespace DeAI.Chain.Simulation.Adversaries;

/// <summary>Hears everything and says nothing.</summary>
internal sealed class SilentAdversary : IAdversary
{
    public string Name => "silent";

    public bool Intercept(SimulatedNode node, ReplicaEffect effect) =>
        effect is ReplicaEffect.Send or ReplicaEffect.Broadcast or ReplicaEffect.ServeBlocks;
}
