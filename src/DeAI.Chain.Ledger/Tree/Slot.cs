using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>One of an inner node's sixteen places: empty, a leaf with its path, or a deeper inner node.</summary>
internal readonly record struct Slot(SlotKind Kind, ulong Version, NodeHash Hash, Bytes32 Path)
{
    public static Slot Leaf(ulong version, Bytes32 path, Hash256 hash) => new(SlotKind.Leaf, version, new NodeHash(hash), path);

    public static Slot Inner(ulong version, Hash256 hash) => Inner(version, new NodeHash(hash));

    public static Slot Inner(ulong version, NodeHash hash) => new(SlotKind.Inner, version, hash, default);
}
