using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica;
using DeAI.Chain.Simulation.Cluster;
using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Adversaries;

/// <summary>
/// As leader, proposes a block that is right but for one thing: a root, the time, the height, a transaction that stands in the chain already, or
/// a body that is not the one of the digest. Signs and votes for it like for any other.
/// </summary>
internal sealed class BadBlockAdversary(World world, CounterRandom random) : IAdversary
{
    public string Name => "bad_block";

    public bool Intercept(SimulatedNode node, ReplicaEffect effect)
    {
        if (Pen.Read(effect)?.Proposal is not { } proposal || random.Chance(300)
            || !Canonical.Decode<Block>(proposal.Body.Span).TryGet(out Block block, out _))
        {
            return false;
        }

        world.Faults.Count("bad_block");
        Block bad = Spoil(block);
        bool keepsDigest = random.Chance(150);
        ProposalHeader header = proposal.Header with { Digest = keepsDigest ? proposal.Header.Digest : bad.Header.Digest };
        node.SendToAll(Channel.Blocks, Pen.Proposal(world, node, proposal with { Header = header, Body = new Blob(Canonical.Encode(bad)) }));
        Vote[] votes = [Vote.Notarize(header.View, header.Digest), Vote.Finalize(header.View, header.Digest)];
        foreach (Vote vote in votes)
        {
            if (Pen.Vote(world, node, header.Epoch, vote) is { } frame)
            {
                node.SendToAll(Channel.Consensus, frame);
            }
        }

        return true;
    }

    private Block Spoil(Block block)
    {
        BlockHeader header = block.Header;
        switch (random.Below(8))
        {
            case 0:
                return block with { Header = header with { StateRoot = header.Parent } };
            case 1:
                return block with { Header = header with { ReceiptsRoot = header.Parent } };
            case 2:
                return block with { Header = header with { HistoryRoot = header.Parent } };
            case 3:
                return block with { Header = header with { Height = header.Height.Next } };
            case 4:
                return block with { Header = header with { TimeMs = header.TimeMs + 60_000 } };
            case 5:
                return block with { Header = header with { TimeMs = 1 } };
            case 6:
                return block with { Header = header with { NextValidatorsHash = header.Parent } };
            default:
                return WithOldTransaction(block);
        }
    }

    private Block WithOldTransaction(Block block)
    {
        ImmutableArray<Blob> old = [.. world.Invariants.Chain.SelectMany(static known => known.Transactions).Select(static known => known.Encoded).Take(1)];
        if (old.IsEmpty)
        {
            return block with { Header = block.Header with { StateRoot = block.Header.Parent } };
        }

        Sequence<Blob> transactions = new(block.Transactions.Items.AddRange(old));
        Hash256[] leaves = [.. transactions.Items.Select(static encoded => Cryptography.MerkleTree.LeafHash(encoded.Span))];
        return new Block(block.Header with { TransactionsRoot = CountedRoot.Of(CountedRoot.TransactionsDomain, leaves) }, transactions);
    }
}
