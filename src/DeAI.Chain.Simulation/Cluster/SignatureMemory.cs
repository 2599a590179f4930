using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;

namespace DeAI.Chain.Simulation.Cluster;

/// <summary>
/// What the replicas of a run signed and proved: what a key really signed is not computed a second time. One in sixteen is, so that a replica
/// that signs something wrong does not go unseen; everything that was not signed here is checked in full. Decides nothing but the cost.
/// </summary>
internal sealed class SignatureMemory
{
    private const int CheckedMask = 15;

    private readonly Dictionary<Signature, Statement> _signed = [];
    private readonly Dictionary<VrfProof, Proven> _proven = [];

    public void Signed(PublicKey key, byte[] message, Signature signature) => _signed.TryAdd(signature, new Statement(key, message));

    public void Proved(PublicKey key, byte[] alpha, VrfProof proof)
    {
        if (!_proven.ContainsKey(proof) && (proof.Response.GetHashCode() & CheckedMask) != 0)
        {
            _proven.Add(proof, new Proven(new Statement(key, alpha), Vrf.OutputOf(proof)));
        }
    }

    public bool Verify(PublicKey key, ReadOnlySpan<byte> message, Signature signature) =>
        (_signed.TryGetValue(signature, out Statement known) && known.Is(key, message) && (signature.GetHashCode() & CheckedMask) != 0)
        || Ed25519.Verify(key, message, signature);

    public bool Verify(PublicKey key, ReadOnlySpan<byte> alpha, VrfProof proof, out VrfOutput output)
    {
        if (_proven.TryGetValue(proof, out Proven known) && known.Statement.Is(key, alpha))
        {
            output = known.Output;
            return true;
        }

        bool isValid = Vrf.TryVerify(key, alpha, proof, out output);
        if (isValid)
        {
            _proven.TryAdd(proof, new Proven(new Statement(key, alpha.ToArray()), output));
        }

        return isValid;
    }

    private readonly record struct Proven(Statement Statement, VrfOutput Output);

    private readonly record struct Statement(PublicKey Key, byte[] Message)
    {
        public bool Is(PublicKey key, ReadOnlySpan<byte> message) => Key == key && message.SequenceEqual(Message);
    }
}
