namespace DeAI.Chain.Ledger.Tree;

internal enum SlotKind : byte
{
    Empty = 0,
    Leaf = 1,
    Inner = 2,
}
