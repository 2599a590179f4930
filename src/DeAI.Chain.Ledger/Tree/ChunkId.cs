using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>All entries whose paths start with the same nibbles: a state is the sum of its 16^n chunks of one depth.</summary>
/// <param name="Nibbles">0 (the whole state) to <see cref="MaxNibbles"/>.</param>
/// <param name="Index">The nibbles as a number, below 16 to the power of <see cref="Nibbles"/>.</param>
public readonly record struct ChunkId(int Nibbles, uint Index)
{
    public const int MaxNibbles = 6;

    public bool IsValid => Nibbles is >= 0 and <= MaxNibbles && Index < 1u << (4 * Nibbles);

    /// <summary>The nibbles, then zeros.</summary>
    internal Bytes32 Path
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Bytes32.Length];
            bytes.Clear();
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, Nibbles == 0 ? 0 : Index << (32 - (4 * Nibbles)));
            return new Bytes32(bytes);
        }
    }

    internal bool Contains(Bytes32 path) => TreeWriter.Prefix(path, Nibbles) == Path;
}
