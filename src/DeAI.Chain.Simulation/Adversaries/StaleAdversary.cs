using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Replica;
using DeAI.Chain.Simulation.Cluster;
using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Adversaries;

/// <summary>
/// Leader of the next view, it extends not the block that is being voted on but that block's parent, with the right old certificate, before the
/// others get to its view; for the view in between it shows nothing, an old nullification, or certificates of another kind. Repeats old
/// certificates besides.
/// </summary>
internal sealed class StaleAdversary(World world, CounterRandom random) : IAdversary
{
    private const int Kept = 64;

    private readonly List<Certificate> _certificates = [];
    private View _told;

    public string Name => "stale";

    public void Hear(SimulatedNode node, SimulatedNode from, Channel channel, ReadOnlyMemory<byte> frame)
    {
        if (Pen.Read(channel, frame) is { } message)
        {
            Keep(message.Certificate);
            Keep(message.Proposal?.ParentCertificate);
        }
    }

    public bool Intercept(SimulatedNode node, ReplicaEffect effect)
    {
        switch (effect)
        {
            case ReplicaEffect.ValidateBlock { Job: { Syncing: false, Carrier: false } job } when random.Chance(700):
                if (Stale(node, job) is { } frame)
                {
                    world.Faults.Count("stale_proposal");
                    node.SendToAll(Channel.Blocks, frame);
                }

                return false;
            case ReplicaEffect.Broadcast { Channel: Channel.Blocks }:
                // It keeps to what it said before in this view.
                return Pen.Read(effect)?.Proposal?.Header.View == _told;
            case ReplicaEffect.Broadcast when _certificates.Count > 0 && random.Chance(200):
                world.Faults.Count("stale_certificate");
                node.SendToAll(Channel.Consensus, Canonical.Encode(ConsensusMessage.Of(_certificates[random.Below(_certificates.Count)])));
                return false;
            default:
                return false;
        }
    }

    private byte[]? Stale(SimulatedNode node, ValidationJob job)
    {
        LedgerState older = job.Parent;
        View view = job.Block.Header.View.Next;
        ValidatorSet validators = world.Invariants.ValidatorsOf(job.Block.Header.Epoch);
        if (validators[(int)(view.Value % (ulong)validators.Count)].Key != node.Key
            || older.Header.Epoch != job.Block.Header.Epoch
            || _certificates.Find(certificate => certificate.Vote.Digest == older.Digest) is not { } proof)
        {
            return null;
        }

        VrfProof beacon = Vrf.Prove(node.SigningKey, Beacon.InputFor(older.State, older.Header.Height.Next));
        BlockDraft draft = new(older.Header.Epoch, view, job.Block.Header.TimeMs + 1, node.Key, beacon);
        if (!node.Worker.Build(new BuildJob(older, draft, [], Carrier: false)).Block.TryGet(out ExecutedBlock block, out _))
        {
            return null;
        }

        _told = view;
        ProposalHeader header = new(older.Header.Epoch, view, block.Digest, older.Header.View, older.Digest);
        int skipped = (int)(view.Value - older.Header.View.Value - 1);
        Proposal proposal = new(header, new Blob(Canonical.Encode(block.ToBlock())), proof, Excuse(skipped), default);
        return Pen.Proposal(world, node, proposal);
    }

    /// <summary>What it shows for the views in between, the last of which was not nullified.</summary>
    private Sequence<Certificate> Excuse(int skipped) => random.Below(3) switch
    {
        0 => Sequence.From(Array.Empty<Certificate>()),
        1 => Sequence.From(_certificates.Where(static certificate => certificate.Vote.Kind == VoteKind.Nullify).TakeLast(skipped)),
        _ => Sequence.From(_certificates.TakeLast(skipped)),
    };

    private void Keep(Certificate? certificate)
    {
        if (certificate is not null && !_certificates.Contains(certificate))
        {
            _certificates.Add(certificate);
            if (_certificates.Count > Kept)
            {
                _certificates.RemoveAt(0);
            }
        }
    }
}
