namespace DeAI.Chain.Cryptography.Lanes;

/// <summary>
/// Known answers before the lanes are trusted on a machine: a processor or a compiler that gets an instruction wrong must cost speed, not
/// agreement.
/// </summary>
internal static class LaneSelfTest
{
    private const int Keys = 3;

    private static readonly Lazy<bool> Result = new(Run);

    public static bool Passes() => Result.Value;

    private static bool Run()
    {
        SignatureCheck[] checks = new SignatureCheck[LaneCheck.Width];
        bool[] expected = new bool[LaneCheck.Width];
        Span<byte> seed = stackalloc byte[Bytes32.Length];
        Span<byte> signature = stackalloc byte[Signature.Length];
        for (int i = 0; i < checks.Length; i++)
        {
            seed.Fill((byte)(i % Keys));
            using SigningKey key = SigningKey.FromSeed(seed);
            Hash256 message = Sha256.Hash([(byte)i]);
            key.Sign(message.ToArray()).CopyTo(signature);

            // Every other one is damaged: in R, in S, in the message.
            expected[i] = (i & 1) == 0;
            if (!expected[i])
            {
                signature[i * 9] ^= (byte)(1 << i);
            }

            checks[i] = new SignatureCheck(key.PublicKey, i == 7 ? Sha256.Hash([]) : message, new Signature(signature));
        }

        PublicKey[] keys = [.. checks.Select(static check => check.Key)];
        bool[] good = new bool[LaneCheck.Width];
        LaneCheck.Run(checks, LaneCheck.Prepare(keys), good);
        return good.AsSpan().SequenceEqual(expected);
    }
}
