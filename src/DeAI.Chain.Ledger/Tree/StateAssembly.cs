using System.Collections.Immutable;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>
/// Puts a state together from its chunks, in the order of their paths: which chunk is due, what it turns into, and what is still open above it.
/// Small enough to be stored with each chunk, so that an interrupted sync goes on where it was.
/// </summary>
/// <remarks>
/// Asks for the whole state first; where that is too large for one chunk, for its sixteen parts, depth first. All nodes get the one version.
/// </remarks>
public sealed class StateAssembly : ICanonical<StateAssembly>
{
    private const int Width = 16;

    /// <summary>The finished children of each inner node on the way to the chunk that is due, the root's first.</summary>
    private readonly List<List<Slot>> _open = [];
    private bool _whole;

    public StateAssembly(ulong version, Hash256 root)
    {
        Version = version;
        Root = root;
    }

    /// <summary>The height whose state this is.</summary>
    public ulong Version { get; }

    public Hash256 Root { get; }

    /// <summary>How often the way to the due chunk was split: its nibbles.</summary>
    public int Depth => _open.Count;

    /// <summary>The chunk that is due; null once the state is whole.</summary>
    public ChunkId? Next
    {
        get
        {
            uint index = 0;
            foreach (List<Slot> finished in _open)
            {
                index = (index << 4) | (uint)finished.Count;
            }

            return _whole ? null : new ChunkId(_open.Count, index);
        }
    }

    /// <summary>The due chunk is too large for one answer: its first sixteenth is due now.</summary>
    /// <returns>Refused: <see cref="TreeErrors.BadChunk"/>, where nothing smaller can be asked for.</returns>
    public Result Split()
    {
        if (_whole || _open.Count >= ChunkId.MaxNibbles)
        {
            return Result.Refuse(TreeErrors.BadChunk, $"a chunk of {_open.Count} nibbles is not split");
        }

        _open.Add([]);
        return Result.Ok;
    }

    /// <summary>Checks the due chunk and takes it.</summary>
    /// <returns>The nodes to store, or <see cref="TreeErrors.BadProof"/>, with nothing changed.</returns>
    public Result<ImmutableArray<TreeNode>> Add(StateChunk chunk)
    {
        ChunkId due = Next ?? throw new InvalidOperationException("The state is whole.");
        if (chunk.Verify(Root, due).Refusal is { } refusal)
        {
            return Result.Refuse<ImmutableArray<TreeNode>>(refusal);
        }

        StateChange[] entries = [.. chunk.Entries.Select(static entry => new StateChange(entry.Key, entry.Value))];
        TreeWriter writer = new(new MemoryNodeStore(), Version, entries);
        if (_open.Count == 0)
        {
            Finish(writer, writer.SubtreesOfRoot());
        }
        else
        {
            Close(writer, writer.Subtree(_open.Count));
        }

        return Result.Of(writer.TakeNew());
    }

    /// <summary>[version, root, whole, [[[kind, hash, path]...]...]]</summary>
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.Write(Version);
        writer.Write(Root);
        writer.Write(_whole);
        writer.WriteArrayHeader(_open.Count);
        foreach (List<Slot> finished in _open)
        {
            writer.WriteArrayHeader(finished.Count);
            foreach (Slot slot in finished)
            {
                writer.WriteArrayHeader(3);
                writer.Write((byte)slot.Kind);
                writer.Write(slot.Hash.Value);
                writer.Write(slot.Path);
            }
        }
    }

    public static StateAssembly Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(4);
        StateAssembly assembly = new(reader.ReadUInt64(), reader.ReadHash256());
        assembly._whole = reader.ReadBoolean();
        int depth = reader.ReadArrayHeaderUpTo(ChunkId.MaxNibbles);
        for (int i = 0; i < depth && reader.Failure is null; i++)
        {
            List<Slot> finished = [];
            int count = reader.ReadArrayHeaderUpTo(Width - 1);
            for (int j = 0; j < count && reader.Failure is null; j++)
            {
                finished.Add(DecodeSlot(ref reader, assembly.Version));
            }

            assembly._open.Add(finished);
        }

        return assembly;
    }

    private static Slot DecodeSlot(ref CanonicalReader reader, ulong version)
    {
        reader.ReadArrayHeader(3);
        SlotKind kind = (SlotKind)reader.ReadByte();
        Hash256 hash = reader.ReadHash256();
        Bytes32 path = reader.ReadBytes32();
        switch (kind)
        {
            case SlotKind.Leaf:
                return Slot.Leaf(version, path, hash);
            case SlotKind.Inner:
                return Slot.Inner(version, hash);
            default:
                if (kind != SlotKind.Empty)
                {
                    reader.Fail(EncodingErrors.OutOfRange, $"{(byte)kind} is no kind of slot");
                }

                return default;
        }
    }

    /// <summary>A subtree is finished; with its sixteenth sibling the node above it is too.</summary>
    private void Close(TreeWriter writer, Slot slot)
    {
        _open[^1].Add(slot);
        while (_open[^1].Count == Width)
        {
            List<Slot> children = _open[^1];
            _open.RemoveAt(_open.Count - 1);
            if (_open.Count == 0)
            {
                Finish(writer, children);
                return;
            }

            _open[^1].Add(writer.Join(_open.Count, PathOfOpen(), children));
        }
    }

    /// <summary>The way to the node that was open last: one nibble for each node above it.</summary>
    private Bytes32 PathOfOpen()
    {
        Span<byte> path = stackalloc byte[Bytes32.Length];
        path.Clear();
        for (int depth = 0; depth < _open.Count; depth++)
        {
            path[depth / 2] |= (byte)((depth & 1) == 0 ? _open[depth].Count << 4 : _open[depth].Count);
        }

        return new Bytes32(path);
    }

    private void Finish(TreeWriter writer, IReadOnlyList<Slot> children)
    {
        Hash256 root = writer.JoinRoot(children);
        _whole = root == Root
            ? true
            : throw new InvalidOperationException($"Chunks that lead to {Root} one by one make up {root} together.");
    }
}
