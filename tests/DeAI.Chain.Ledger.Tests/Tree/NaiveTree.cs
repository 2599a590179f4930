namespace DeAI.Chain.Ledger.Tests.Tree;

/// <summary>The definition of the state root, word for word from the README, without any storage.</summary>
internal static class NaiveTree
{
    public static Hash256 Root(IEnumerable<KeyValuePair<Blob, Blob>> entries) =>
        Root([.. entries.Select(e => (Path: Sha256.Hash(e.Key.Span).Value, Value: Sha256.Hash(e.Value.Span)))], 0);

    private static Hash256 Root(List<(Bytes32 Path, Hash256 Value)> leaves, int bit) => leaves.Count switch
    {
        0 => default,
        1 => Sha256.Hash([0x80, .. leaves[0].Path.ToArray(), .. leaves[0].Value.ToArray()]),
        _ => Sha256.Hash(
        [
            0x81,
            .. Root([.. leaves.Where(leaf => !leaf.Path.Bit(bit))], bit + 1).ToArray(),
            .. Root([.. leaves.Where(leaf => leaf.Path.Bit(bit))], bit + 1).ToArray(),
        ]),
    };
}
