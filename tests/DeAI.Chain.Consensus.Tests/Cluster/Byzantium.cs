namespace DeAI.Chain.Consensus.Tests.Cluster;

/// <summary>What a faulty validator does with the messages of a correct machine that runs inside it.</summary>
internal static class Byzantium
{
    /// <summary>Tells each peer something else: other votes, another block, or nothing.</summary>
    public static void Spread(SimCluster cluster, SimNode self, ConsensusMessage message)
    {
        foreach (SimNode to in cluster.Nodes)
        {
            if (to == self || cluster.Dice.Chance(15))
            {
                continue;
            }

            cluster.Post(self, to.Key, message);
            if (message.Vote is { } vote)
            {
                cluster.Post(self, to.Key, ConsensusMessage.Of(OtherVote(cluster, self, vote)));
            }
            else if (message.Proposal is { } proposal && cluster.Dice.Chance(50))
            {
                cluster.Post(self, to.Key, ConsensusMessage.Of(OtherProposal(cluster, self, proposal)));
            }
        }
    }

    /// <summary>Bit flips; null where the result is refused by the decoder, as most are.</summary>
    public static ConsensusMessage? Garble(SimCluster cluster, ConsensusMessage message)
    {
        byte[] bytes = Canonical.Encode(message);
        if (cluster.Dice.Chance(70))
        {
            bytes[cluster.Dice.Below(bytes.Length)] ^= (byte)(1 << cluster.Dice.Below(8));
        }

        return Canonical.Decode<ConsensusMessage>(bytes).TryGet(out ConsensusMessage garbled, out _) ? garbled : null;
    }

    private static SignedVote OtherVote(SimCluster cluster, SimNode self, SignedVote vote)
    {
        Vote other = cluster.Dice.Below(3) switch
        {
            0 => Vote.Nullify(vote.Vote.View),
            1 => Vote.Notarize(vote.Vote.View, DomainHash.Of("test.other", vote.Signature.ToArray())),
            _ => Vote.Finalize(vote.Vote.View, vote.Vote.Digest.IsDefault ? TestKeys.Genesis : vote.Vote.Digest),
        };
        return new SignedVote(vote.Epoch, other, self.Seat, TestKeys.Key(self.Seat).Sign(SigningBytes.OfVote(TestKeys.Chain, vote.Epoch, other)));
    }

    private static Proposal OtherProposal(SimCluster cluster, SimNode self, Proposal proposal)
    {
        TestBlock block = TestBlock.Of(proposal.Body) with { Salt = cluster.Dice.Next(), Valid = cluster.Dice.Chance(50) };
        ProposalHeader header = proposal.Header with { Digest = block.Digest };
        Signature signature = TestKeys.Key(self.Seat).Sign(SigningBytes.OfProposal(TestKeys.Chain, header));
        return proposal with { Header = header, Body = block.Body, Signature = signature };
    }
}
