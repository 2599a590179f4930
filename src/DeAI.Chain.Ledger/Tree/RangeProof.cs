using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>
/// All entries of a state between two keys, with the proof that none is left out: every key of the state, with its value within the range
/// and the value's hash outside it. The tree is ordered by hashes of keys, so nothing shorter shows what is not there.
/// </summary>
/// <param name="Entries">Ascending by path, that is by SHA-256 of the key.</param>
public sealed record RangeProof(Sequence<StateEntry> Entries) : ICanonical<RangeProof>
{
    /// <summary>Keys in the whole state; a larger state's entries are proven one by one.</summary>
    public const int MaxEntries = 1 << 20;

    /// <param name="root">The state root of a header that the caller trusts.</param>
    /// <returns>The range's entries, ascending by key; or <see cref="TreeErrors.BadProof"/>, <see cref="TreeErrors.BadRange"/>.</returns>
    public Result<Sequence<StateEntry>> Verify(Hash256 root, KeyRange range)
    {
        if (!range.IsValid)
        {
            return Result.Refuse<Sequence<StateEntry>>(TreeErrors.BadRange, $"no key is from {range.First} on to below {range.End}");
        }

        StateChunk.Leaf[] leaves = new StateChunk.Leaf[Entries.Count];
        List<StateEntry> within = [];
        for (int i = 0; i < leaves.Length; i++)
        {
            StateEntry entry = Entries[i];
            Bytes32 path = TreeHash.PathOf(entry.Key.Span);
            if (i > 0 && path <= leaves[i - 1].Path)
            {
                return Refuse($"entry {i} is out of order");
            }

            bool isWithin = range.Contains(entry.Key.Span);
            if (!isWithin && entry.Value.Length != Bytes32.Length)
            {
                return Refuse($"entry {i} is outside the range and has no hash");
            }

            leaves[i] = new StateChunk.Leaf(path, TreeHash.Leaf(path, isWithin ? Sha256.Hash(entry.Value.Span) : new Hash256(entry.Value.Span)));
            if (isWithin)
            {
                within.Add(entry);
            }
        }

        Hash256 computed = StateChunk.HashOf(leaves, 0);
        if (computed != root)
        {
            return Refuse($"the entries lead to {computed}, not to the state root {root}");
        }

        within.Sort(static (left, right) => KeyOrder.Instance.Compare(left.Key, right.Key));
        return Result.Of(Sequence.From(within));
    }

    /// <summary>[[key, value or its hash]...]</summary>
    public void Encode(CanonicalWriter writer) => writer.Write(Entries);

    public static RangeProof Decode(ref CanonicalReader reader) => new(reader.ReadSequence<StateEntry>(MaxEntries));

    private static Result<Sequence<StateEntry>> Refuse(string detail) => Result.Refuse<Sequence<StateEntry>>(TreeErrors.BadProof, detail);
}
