using DeAI.Chain.Consensus;
using DeAI.Chain.Replica;
using DeAI.Chain.Simulation.Cluster;
using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Adversaries;

/// <summary>Nullifies every view that it votes in, at once and for a random part of the others, and finalizes it all the same.</summary>
internal sealed class NullifyingAdversary(World world, CounterRandom random) : IAdversary
{
    public string Name => "nullify";

    public bool Intercept(SimulatedNode node, ReplicaEffect effect)
    {
        if (Pen.Read(effect)?.Vote is not { Vote.Kind: VoteKind.Notarize or VoteKind.Finalize } vote
            || Pen.Vote(world, node, vote.Epoch, Vote.Nullify(vote.Vote.View)) is not { } nullify)
        {
            return false;
        }

        world.Faults.Count("needless_nullify");
        for (int to = 0; to < world.Nodes.Count; to++)
        {
            if (random.Chance(600))
            {
                node.SendTo(to, Channel.Consensus, nullify);
            }
        }

        return false;
    }
}
