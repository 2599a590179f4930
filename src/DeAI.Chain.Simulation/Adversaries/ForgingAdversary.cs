using DeAI.Chain.Consensus;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Replica;
using DeAI.Chain.Simulation.Cluster;
using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Adversaries;

/// <summary>
/// Makes certificates up for the view that it is in: one vote too few, its own vote counted for everyone, signatures over something else, a
/// bitmap of another length, seats that do not exist, another epoch's number.
/// </summary>
internal sealed class ForgingAdversary(World world, CounterRandom random) : IAdversary
{
    private const int Kept = 32;

    private readonly List<SignedVote> _heard = [];
    private readonly List<Certificate> _certificates = [];

    public string Name => "forge";

    public void Hear(SimulatedNode node, SimulatedNode from, Channel channel, ReadOnlyMemory<byte> frame)
    {
        ConsensusMessage? message = Pen.Read(channel, frame);
        if (message?.Vote is { } vote)
        {
            Keep(_heard, vote);
        }
        else if ((message?.Certificate ?? message?.Proposal?.ParentCertificate) is { } certificate)
        {
            Keep(_certificates, certificate);
        }
    }

    public bool Intercept(SimulatedNode node, ReplicaEffect effect)
    {
        if (Pen.Read(effect)?.Vote is { } own && Forge(node, own) is { } forged)
        {
            world.Faults.Count("forged_certificate");
            node.SendToAll(Channel.Consensus, Canonical.Encode(ConsensusMessage.Of(forged)));
        }

        return false;
    }

    private Certificate? Forge(SimulatedNode node, SignedVote own)
    {
        ValidatorSet validators = world.Invariants.ValidatorsOf(own.Epoch);
        Vote content = random.Below(3) switch
        {
            0 => Vote.Nullify(own.Vote.View),
            1 => own.Vote,
            _ => Vote.Finalize(own.Vote.View, own.Vote.Digest.IsDefault ? world.Chain.Genesis.Digest : own.Vote.Digest),
        };
        SignedVote[] genuine = [.. _heard.Append(own).Where(vote => vote.Epoch == own.Epoch && vote.Vote == content).DistinctBy(static vote => vote.Seat)];
        switch (random.Below(6))
        {
            case 0:
                // Real votes, but one too few.
                return genuine.Length == 0 ? null : Pack(own.Epoch, content, validators.Count, genuine.Take(validators.Quorum - 1));
            case 1:
                // Its own signature in everyone's place.
                Primitives.Signature mine = node.SigningKey.Sign(SigningBytes.OfVote(world.Chain.Chain, own.Epoch, content));
                return Pack(own.Epoch, content, validators.Count, Enumerable.Range(0, validators.Quorum).Select(seat => new SignedVote(own.Epoch, content, seat, mine)));
            case 2:
                // A real certificate's signatures under another content.
                return _certificates.Count == 0 ? null : _certificates[random.Below(_certificates.Count)] with { Vote = content, Epoch = own.Epoch };
            case 3:
                return _certificates.Count == 0 ? null : Lengthened(_certificates[^1]);
            case 4:
                return _certificates.Count == 0 ? null : Beyond(_certificates[^1], validators.Count);
            default:
                return _certificates.Count == 0 ? null : _certificates[^1] with { Epoch = own.Epoch.Next };
        }
    }

    private static Certificate Lengthened(Certificate real) => real with { Bitmap = new Blob((byte[])[.. real.Bitmap.Span, 0]) };

    /// <summary>A seat beyond the last one, with the signature of the first.</summary>
    private static Certificate? Beyond(Certificate real, int seats)
    {
        if (seats % 8 == 0)
        {
            return null;
        }

        byte[] bitmap = real.Bitmap.Span.ToArray();
        bitmap[seats / 8] |= (byte)(1 << (seats % 8));
        return real with { Bitmap = new Blob(bitmap), Signatures = new Blob((byte[])[.. real.Signatures.Span, .. real.Signatures.Span[..64]]) };
    }

    private static Certificate Pack(Epoch epoch, Vote content, int seats, IEnumerable<SignedVote> votes)
    {
        byte[] bitmap = new byte[Certificate.BitmapBytes(seats)];
        List<byte> signatures = [];
        foreach (SignedVote vote in votes.OrderBy(static vote => vote.Seat))
        {
            bitmap[vote.Seat / 8] |= (byte)(1 << (vote.Seat % 8));
            byte[] bytes = new byte[64];
            vote.Signature.CopyTo(bytes);
            signatures.AddRange(bytes);
        }

        return new Certificate(epoch, content, new Blob(bitmap), new Blob(signatures.ToArray()));
    }

    private void Keep<T>(List<T> list, T item)
    {
        list.Add(item);
        if (list.Count > Kept * world.Options.Nodes)
        {
            list.RemoveAt(0);
        }
    }
}
