using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica;
using DeAI.Chain.Simulation.Cluster;
using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Adversaries;

/// <summary>
/// As leader, extends not the newest certified block but its parent, with the right old certificate, and shows for the view in between nothing,
/// an old nullification, or a certificate of another kind. Repeats old certificates besides.
/// </summary>
internal sealed class StaleAdversary(World world, CounterRandom random) : IAdversary
{
    private const int Kept = 64;

    private readonly List<Certificate> _certificates = [];
    private readonly List<LedgerState> _ledgers = [];
    private BuildJob? _job;

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
            case ReplicaEffect.ValidateBlock validate:
                Keep(validate.Job.Parent);
                return false;
            case ReplicaEffect.BuildBlock build:
                _job = build.Job;
                Keep(build.Job.Parent);
                return false;
            case ReplicaEffect.Broadcast:
                RepeatOne(node);
                return Pen.Read(effect)?.Proposal is { } proposal && random.Chance(600) && Stale(node, proposal) is { } frame && Send(node, frame);
            default:
                return false;
        }
    }

    private bool Send(SimulatedNode node, byte[] frame)
    {
        world.Faults.Count("stale_proposal");
        node.SendToAll(Channel.Blocks, frame);
        return true;
    }

    private void RepeatOne(SimulatedNode node)
    {
        if (_certificates.Count > 0 && random.Chance(200))
        {
            world.Faults.Count("stale_certificate");
            node.SendToAll(Channel.Consensus, Canonical.Encode(ConsensusMessage.Of(_certificates[random.Below(_certificates.Count)])));
        }
    }

    private byte[]? Stale(SimulatedNode node, Proposal honest)
    {
        if (_job is not { } job || job.Draft.View != honest.Header.View || job.Carrier
            || _ledgers.Find(ledger => ledger.Digest == job.Parent.Header.Parent) is not { } older
            || older.Header.Epoch != honest.Header.Epoch || older.Header.Height.Value == 0
            || _certificates.Find(certificate => certificate.Vote.Digest == older.Digest) is not { } proof)
        {
            return null;
        }

        BlockDraft draft = job.Draft with { BeaconProof = Vrf(node, older) };
        if (!node.Worker.Build(job with { Parent = older, Draft = draft }).Block.TryGet(out ExecutedBlock block, out _))
        {
            return null;
        }

        ProposalHeader header = honest.Header with { Digest = block.Digest, ParentView = older.Header.View, ParentDigest = older.Digest };
        int skipped = (int)(header.View.Value - header.ParentView.Value - 1);
        return Pen.Proposal(world, node, new Proposal(
            header, new Blob(Canonical.Encode(block.ToBlock())), proof, Excuse(skipped, header.View), default));
    }

    /// <summary>What it shows for the views in between, none of which was nullified.</summary>
    private Sequence<Certificate> Excuse(int skipped, View view) => random.Below(3) switch
    {
        0 => Sequence.From(Array.Empty<Certificate>()),
        1 => Sequence.From(_certificates.Where(static certificate => certificate.Vote.Kind == VoteKind.Nullify).TakeLast(skipped)),
        _ => Sequence.From(_certificates.Where(certificate => certificate.Vote.View < view).TakeLast(skipped)),
    };

    private static Cryptography.VrfProof Vrf(SimulatedNode node, LedgerState parent) =>
        Cryptography.Vrf.Prove(node.SigningKey, Beacon.InputFor(parent.State, parent.Header.Height.Next));

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

    private void Keep(LedgerState ledger)
    {
        if (!_ledgers.Exists(kept => kept.Digest == ledger.Digest))
        {
            _ledgers.Add(ledger);
            if (_ledgers.Count > 8)
            {
                _ledgers.RemoveAt(0);
            }
        }
    }
}
