using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica;
using DeAI.Chain.Simulation.Cluster;

namespace DeAI.Chain.Simulation.Adversaries;

/// <summary>
/// As leader, proposes one block to one half of the correct nodes and another, equally valid one to the other half; all equivocators together
/// vote Notarize and Finalize for both, to each half for its own.
/// </summary>
internal sealed class EquivocatingAdversary(World world) : IAdversary
{
    private readonly Dictionary<View, BuildJob> _jobs = [];

    public string Name => "equivocate";

    public bool Intercept(SimulatedNode node, ReplicaEffect effect)
    {
        switch (effect)
        {
            case ReplicaEffect.BuildBlock build:
                _jobs[build.Job.Draft.View] = build.Job;
                return false;
            case ReplicaEffect.Broadcast { Channel: Channel.Blocks } broadcast when world.FaultsAreOn:
                return Canonical.Decode<ConsensusMessage>(broadcast.Frame.Span).TryGet(out ConsensusMessage message, out _)
                    && message.Proposal is { } proposal
                    && Equivocate(node, proposal);
            default:
                return false;
        }
    }

    private bool Equivocate(SimulatedNode node, Proposal first)
    {
        if (!_jobs.TryGetValue(first.Header.View, out BuildJob? job) || Twin(node, first, job) is not { } second)
        {
            return false;
        }

        world.Faults.Count("equivocation");
        int side = 0;
        foreach (SimulatedNode other in world.Nodes)
        {
            // The accomplices are told both stories' first; their replicas follow one.
            Proposal story = other.Adversary is null && side++ % 2 == 1 ? second : first;
            node.SendTo(other.Index, Channel.Blocks, Canonical.Encode(ConsensusMessage.Of(story)));
            if (other.Adversary is null)
            {
                VoteFor(other, story.Header);
            }
        }

        return true;
    }

    private void VoteFor(SimulatedNode to, ProposalHeader header)
    {
        foreach (SimulatedNode accomplice in world.Nodes.Where(static other => other.Adversary is EquivocatingAdversary))
        {
            Vote[] votes = [Vote.Notarize(header.View, header.Digest), Vote.Finalize(header.View, header.Digest)];
            foreach (Vote vote in votes)
            {
                if (Pen.Vote(world, accomplice, header.Epoch, vote) is { } frame)
                {
                    accomplice.SendTo(to.Index, Channel.Consensus, frame);
                }
            }
        }
    }

    private Proposal? Twin(SimulatedNode node, Proposal first, BuildJob job)
    {
        BuildJob other = job with { Draft = job.Draft with { TimeMs = job.Draft.TimeMs + 1 } };
        if (!node.Worker.Build(other).Block.TryGet(out ExecutedBlock block, out _))
        {
            return null;
        }

        ProposalHeader header = first.Header with { Digest = block.Digest };
        return first with
        {
            Header = header,
            Body = new Blob(Canonical.Encode(block.ToBlock())),
            Signature = node.SigningKey.Sign(SigningBytes.OfProposal(world.Chain.Chain, header)),
        };
    }
}
