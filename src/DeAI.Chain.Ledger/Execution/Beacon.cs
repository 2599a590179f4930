using System.Buffers.Binary;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>
/// The chain's randomness: b(h) = H("deai.beacon.v1", b(h-1), output of the proposer's VRF), b(0) from the chain's id. A proposer can withhold
/// its own turn: one bit of bias per turn.
/// </summary>
public static class Beacon
{
    private static readonly StateTable<StoredHash> Values = new(SystemTables.Module, SystemTables.Beacon);

    private static ReadOnlySpan<byte> Row => "value"u8;

    /// <summary>The beacon after the block whose state this is.</summary>
    public static Hash256 Current(IStateReader state) =>
        Values.TryGet(state, Row, out StoredHash stored) ? stored.Value : throw new StateCorruptException("The state holds no beacon.");

    /// <summary>
    /// The VRF's input for the next block: H("deai.beacon.input.v1", b(h-1), h as 8 bytes big-endian). Without the view, so that a proposer has
    /// one output for a height however often it gets a turn.
    /// </summary>
    public static byte[] InputFor(IStateReader parent, Height height) => Input(Current(parent), height).ToArray();

    internal static Hash256 Genesis(ChainId chain)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        chain.Value.CopyTo(bytes);
        return DomainHash.Of("deai.beacon.genesis.v1", bytes);
    }

    internal static void Set(IStateWriter state, Hash256 value) => Values.Put(state, Row, new StoredHash(value));

    /// <summary>The next beacon, if the proof is the proposer's for this height.</summary>
    internal static bool TryNext(
        BeaconProofCheck check, Hash256 previous, Height height, PublicKey proposer, VrfProof proof, out Hash256 next)
    {
        Span<byte> alpha = stackalloc byte[Bytes32.Length];
        Input(previous, height).CopyTo(alpha);
        next = default;
        if (!check(proposer, alpha, proof, out VrfOutput output))
        {
            return false;
        }

        Span<byte> before = stackalloc byte[Bytes32.Length];
        Span<byte> beta = stackalloc byte[VrfOutput.Length];
        previous.CopyTo(before);
        output.CopyTo(beta);
        next = DomainHash.Of("deai.beacon.v1", before, beta);
        return true;
    }

    private static Hash256 Input(Hash256 previous, Height height)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length + 8];
        previous.CopyTo(bytes);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[Bytes32.Length..], height.Value);
        return DomainHash.Of("deai.beacon.input.v1", bytes);
    }

    private readonly record struct StoredHash(Hash256 Value) : ICanonical<StoredHash>
    {
        public void Encode(CanonicalWriter writer) => writer.Write(Value);

        public static StoredHash Decode(ref CanonicalReader reader) => new(reader.ReadHash256());
    }
}
