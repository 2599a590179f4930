using System.Security.Cryptography;
using DeAI.Chain.Cryptography.Sodium;

namespace DeAI.Chain.Cryptography;

/// <summary>
/// The verifiable random function ECVRF-EDWARDS25519-SHA512-TAI (RFC 9381, suite 3), with keys of Ed25519. One key and one input have
/// exactly one output, which only the key's owner can compute and everyone can check.
/// </summary>
public static class Vrf
{
    private const byte Suite = 3;
    private const int ChallengeLength = 16;
    private const int WideLength = 64;

    /// <summary>The proof of the output for <paramref name="alpha"/> (section 5.1). Deterministic.</summary>
    public static VrfProof Prove(SigningKey key, ReadOnlySpan<byte> alpha)
    {
        Span<byte> publicKey = stackalloc byte[EdwardsGroup.Length];
        Span<byte> input = stackalloc byte[EdwardsGroup.Length];
        Span<byte> gamma = stackalloc byte[EdwardsGroup.Length];
        Span<byte> commitmentBase = stackalloc byte[EdwardsGroup.Length];
        Span<byte> commitmentInput = stackalloc byte[EdwardsGroup.Length];
        Span<byte> secret = stackalloc byte[EdwardsGroup.Length];
        Span<byte> nonce = stackalloc byte[EdwardsGroup.Length];
        Span<byte> challenge = stackalloc byte[EdwardsGroup.Length];
        Span<byte> proof = stackalloc byte[VrfProof.Length];
        key.PublicKey.CopyTo(publicKey);
        HashToCurve(publicKey, alpha, input);
        try
        {
            DeriveScalars(key, input, secret, nonce);
            Must(SodiumNative.PointMultiply(gamma, secret, input));
            Must(SodiumNative.BaseMultiply(commitmentBase, nonce));
            Must(SodiumNative.PointMultiply(commitmentInput, nonce, input));
            HashToChallenge(publicKey, input, gamma, commitmentBase, commitmentInput, challenge);

            Span<byte> response = proof[48..];
            SodiumNative.ScalarMultiply(response, challenge, secret);
            SodiumNative.ScalarAdd(response, response, nonce);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(nonce);
        }

        gamma.CopyTo(proof);
        challenge[..ChallengeLength].CopyTo(proof[32..]);
        return new VrfProof(proof);
    }

    /// <summary>
    /// Whether the proof is valid for this key and input (section 5.3), and then the output. Stricter than the RFC in three points, so that
    /// a proof has one form: the key and Gamma must be canonical points of prime order, and c and s must not be zero.
    /// </summary>
    public static bool TryVerify(PublicKey key, ReadOnlySpan<byte> alpha, VrfProof proof, out VrfOutput output)
    {
        output = default;
        Span<byte> proofBytes = stackalloc byte[VrfProof.Length];
        Span<byte> publicKey = stackalloc byte[EdwardsGroup.Length];
        Span<byte> challenge = stackalloc byte[EdwardsGroup.Length];
        proof.CopyTo(proofBytes);
        key.CopyTo(publicKey);
        challenge.Clear();
        proofBytes[32..48].CopyTo(challenge);
        ReadOnlySpan<byte> gamma = proofBytes[..32];
        ReadOnlySpan<byte> response = proofBytes[48..];
        if (!EdwardsGroup.IsCanonicalScalar(response) || !EdwardsGroup.IsPrimeOrder(publicKey) || !EdwardsGroup.IsPrimeOrder(gamma))
        {
            return false;
        }

        Span<byte> input = stackalloc byte[EdwardsGroup.Length];
        Span<byte> commitmentBase = stackalloc byte[EdwardsGroup.Length];
        Span<byte> commitmentInput = stackalloc byte[EdwardsGroup.Length];
        Span<byte> product = stackalloc byte[EdwardsGroup.Length];
        HashToCurve(publicKey, alpha, input);
        if (SodiumNative.BaseMultiply(commitmentBase, response) != 0
            || SodiumNative.PointMultiply(product, challenge, publicKey) != 0
            || SodiumNative.PointSubtract(commitmentBase, commitmentBase, product) != 0
            || SodiumNative.PointMultiply(commitmentInput, response, input) != 0
            || SodiumNative.PointMultiply(product, challenge, gamma) != 0
            || SodiumNative.PointSubtract(commitmentInput, commitmentInput, product) != 0)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[EdwardsGroup.Length];
        HashToChallenge(publicKey, input, gamma, commitmentBase, commitmentInput, expected);
        if (!expected.SequenceEqual(challenge))
        {
            return false;
        }

        output = OutputOf(gamma);
        return true;
    }

    /// <summary>Try and increment (section 5.4.1.1), salted with the public key. Half of all tries succeed.</summary>
    private static void HashToCurve(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> alpha, Span<byte> point)
    {
        Span<byte> digest = stackalloc byte[WideLength];
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        for (int counter = 0; counter <= byte.MaxValue; counter++)
        {
            hash.AppendData([Suite, 0x01]);
            hash.AppendData(publicKey);
            hash.AppendData(alpha);
            hash.AppendData([(byte)counter, 0x00]);
            hash.GetHashAndReset(digest);
            if (EdwardsGroup.TryClearCofactor(digest[..EdwardsGroup.Length], point))
            {
                return;
            }
        }

        throw new InvalidOperationException("256 digests in a row are no points: a broken hash function, or a chance of 2^-256.");
    }

    /// <summary>x and k as RFC 8032 derives them: SHA-512 of the seed, and of its second half with the input (section 5.4.2.2).</summary>
    private static void DeriveScalars(SigningKey key, ReadOnlySpan<byte> input, Span<byte> secret, Span<byte> nonce)
    {
        Span<byte> expanded = stackalloc byte[WideLength];
        Span<byte> wide = stackalloc byte[WideLength];
        try
        {
            key.ExportSeed(secret);
            SHA512.HashData(secret, expanded);

            wide.Clear();
            expanded[..32].CopyTo(wide);
            wide[0] &= 0xf8;
            wide[31] = (byte)((wide[31] & 0x7f) | 0x40);
            SodiumNative.ScalarReduce(secret, wide);

            expanded[32..].CopyTo(wide);
            input.CopyTo(wide[32..]);
            SHA512.HashData(wide, expanded);
            SodiumNative.ScalarReduce(nonce, expanded);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(expanded);
            CryptographicOperations.ZeroMemory(wide);
        }
    }

    /// <summary>c (section 5.4.3): 16 bytes of a digest, padded with zeros to a scalar.</summary>
    private static void HashToChallenge(
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> input,
        ReadOnlySpan<byte> gamma,
        ReadOnlySpan<byte> commitmentBase,
        ReadOnlySpan<byte> commitmentInput,
        Span<byte> challenge)
    {
        Span<byte> text = stackalloc byte[3 + (5 * EdwardsGroup.Length)];
        Span<byte> digest = stackalloc byte[WideLength];
        text[0] = Suite;
        text[1] = 0x02;
        publicKey.CopyTo(text[2..]);
        input.CopyTo(text[34..]);
        gamma.CopyTo(text[66..]);
        commitmentBase.CopyTo(text[98..]);
        commitmentInput.CopyTo(text[130..]);
        text[^1] = 0x00;
        SHA512.HashData(text, digest);
        challenge.Clear();
        digest[..ChallengeLength].CopyTo(challenge);
    }

    /// <summary>The output that a proof stands for, if it is valid, which is not checked here (section 5.2).</summary>
    /// <exception cref="InvalidOperationException">The proof is none: its Gamma is no point of prime order.</exception>
    public static VrfOutput OutputOf(VrfProof proof)
    {
        Span<byte> bytes = stackalloc byte[VrfProof.Length];
        proof.CopyTo(bytes);
        return OutputOf(bytes[..EdwardsGroup.Length]);
    }

    private static VrfOutput OutputOf(ReadOnlySpan<byte> gamma)
    {
        Span<byte> text = stackalloc byte[3 + EdwardsGroup.Length];
        Span<byte> digest = stackalloc byte[WideLength];
        text[0] = Suite;
        text[1] = 0x03;
        if (!EdwardsGroup.TryClearCofactor(gamma, text[2..34]))
        {
            throw new InvalidOperationException("A point of prime order has lost its order.");
        }

        text[^1] = 0x00;
        SHA512.HashData(text, digest);
        return new VrfOutput(digest);
    }

    private static void Must(int status)
    {
        if (status != 0)
        {
            throw new InvalidOperationException("libsodium refused a point or a scalar of our own making.");
        }
    }
}
