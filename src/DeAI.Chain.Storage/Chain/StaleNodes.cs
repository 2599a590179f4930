using System.Collections.Immutable;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Storage.Chain;

/// <summary>
/// The tree nodes that one block made stale: [total, [age, depth, path]...], flat. Age is the block's height less the node's version, the path
/// has only the bytes that its depth fills: a fifth of the keys' own size.
/// </summary>
/// <param name="Total">Stale nodes of the chain so far, those of this block included: two lists tell how many lie between them.</param>
internal sealed record StaleNodes(ulong Total, ImmutableArray<NodeKey> Keys)
{
    private const int FieldsPerKey = 3;
    private const int MaxFields = 1 << 28;

    public static void Encode(CanonicalWriter writer, ulong total, ulong version, ImmutableArray<NodeKey> keys)
    {
        writer.Clear();
        writer.WriteArrayHeader(1 + (keys.Length * FieldsPerKey));
        writer.Write(total);
        Span<byte> path = stackalloc byte[Bytes32.Length];
        foreach (NodeKey key in keys)
        {
            key.Path.CopyTo(path);
            writer.Write(version - key.Version);
            writer.Write((byte)key.Depth);
            writer.WriteBinary(path[..((key.Depth + 1) / 2)]);
        }
    }

    /// <exception cref="StorageCorruptException">The bytes are no list.</exception>
    public static StaleNodes Decode(ReadOnlySpan<byte> bytes, ulong version)
    {
        CanonicalReader reader = new(bytes);
        int fields = reader.ReadArrayHeaderUpTo(MaxFields);
        int count = fields / FieldsPerKey;
        if (reader.Failure is null && fields % FieldsPerKey != 1)
        {
            reader.Fail(EncodingErrors.WrongLength, $"{fields} fields");
        }

        ulong total = reader.ReadUInt64();
        ImmutableArray<NodeKey>.Builder keys = ImmutableArray.CreateBuilder<NodeKey>();
        Span<byte> path = stackalloc byte[Bytes32.Length];
        for (int i = 0; i < count && reader.Failure is null; i++)
        {
            ulong age = reader.ReadUInt64();
            int depth = reader.ReadByte();
            ReadOnlySpan<byte> prefix = reader.ReadBinary(Bytes32.Length);
            if (reader.Failure is null && (age > version || !Fills(prefix, depth)))
            {
                reader.Fail(EncodingErrors.OutOfRange, $"key {i} of age {age} and depth {depth} has {prefix.Length} bytes of path");
            }

            path.Clear();
            prefix.CopyTo(path);
            keys.Add(new NodeKey(version - age, depth, new Bytes32(path)));
        }

        return reader.End().Refusal is { } refusal
            ? throw new StorageCorruptException($"The list of stale nodes of height {version} is damaged: {refusal}.")
            : new StaleNodes(total, keys.DrainToImmutable());
    }

    /// <summary>Whether a path has the bytes of its depth and, where that ends inside a byte, nothing in the rest of it.</summary>
    private static bool Fills(ReadOnlySpan<byte> prefix, int depth) =>
        depth <= NodeKey.LeafDepth && prefix.Length == (depth + 1) / 2 && ((depth & 1) == 0 || (prefix[^1] & 0x0f) == 0);

    /// <summary>The total alone.</summary>
    /// <exception cref="StorageCorruptException">The bytes are no list.</exception>
    public static ulong ReadTotal(ReadOnlySpan<byte> bytes)
    {
        CanonicalReader reader = new(bytes);
        reader.ReadArrayHeaderUpTo(MaxFields);
        ulong total = reader.ReadUInt64();
        return reader.Failure is { } refusal ? throw new StorageCorruptException($"A list of stale nodes is damaged: {refusal}.") : total;
    }
}
