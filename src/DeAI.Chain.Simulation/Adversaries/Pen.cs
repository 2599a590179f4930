using DeAI.Chain.Consensus;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica;
using DeAI.Chain.Simulation.Cluster;

namespace DeAI.Chain.Simulation.Adversaries;

/// <summary>Signs whatever an adversary wants with the key that it really has.</summary>
internal static class Pen
{
    /// <summary>The frame of a vote; null if the key has no seat in that epoch.</summary>
    public static byte[]? Vote(World world, SimulatedNode node, Epoch epoch, Vote vote)
    {
        int seat = world.Invariants.ValidatorsOf(epoch).IndexOf(node.Key);
        return seat < 0
            ? null
            : Canonical.Encode(ConsensusMessage.Of(
                new SignedVote(epoch, vote, seat, node.SigningKey.Sign(SigningBytes.OfVote(world.Chain.Chain, epoch, vote)))));
    }

    /// <summary>The frame of a proposal under a new signature.</summary>
    public static byte[] Proposal(World world, SimulatedNode node, Proposal proposal) => Canonical.Encode(ConsensusMessage.Of(
        proposal with { Signature = node.SigningKey.Sign(SigningBytes.OfProposal(world.Chain.Chain, proposal.Header)) }));

    /// <summary>The message that a frame on the consensus channels holds.</summary>
    public static ConsensusMessage? Read(Channel channel, ReadOnlyMemory<byte> frame) =>
        channel is Channel.Consensus or Channel.Blocks && Canonical.Decode<ConsensusMessage>(frame.Span).TryGet(out ConsensusMessage message, out _)
            ? message
            : null;

    /// <summary>The message of a broadcast; null for any other effect.</summary>
    public static ConsensusMessage? Read(ReplicaEffect effect) =>
        effect is ReplicaEffect.Broadcast broadcast ? Read(broadcast.Channel, broadcast.Frame) : null;
}
