using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>State and range proofs that a single check refuses; where no honest state helps, the header has a root made for them.</summary>
internal static class StateForgeries
{
    public static IEnumerable<AssembledFile> Of(AssembledChain chain) => [.. Proofs(chain), .. Forms(chain), .. Ranges(chain), .. Members(chain)];

    private static IEnumerable<AssembledFile> Proofs(AssembledChain chain)
    {
        StateEntry entry = chain.Entries[0];
        Blob present = Raw.Of(chain.Prove(entry.Key));
        Blob siblings = Raw.Array([.. chain.Prove(entry.Key).Siblings.Items.Select(Raw.Hash)]);
        Bytes32 path = TreeHash.PathOf(entry.Key.Span);
        Hash256 value = Sha256.Hash(entry.Value.Span);

        yield return AssembledFile.Of("another value", "state.bad_proof", chain.State(entry.Key, Raw.Swap(present, "c401a0", "c401a1")));
        yield return AssembledFile.Of("a key that is there as absent", "state.bad_proof", chain.State(entry.Key, Raw.Array(Raw.Number(0), siblings)));
        yield return AssembledFile.Of(
            "the key's own leaf as another's", "state.bad_proof",
            chain.State(entry.Key, Raw.Array(Raw.Number(2), siblings, Raw.Binary(path.ToArray()), Raw.Hash(value))));

        // In this state the leaf lies at the key's place, though it belongs on the other side of the root.
        Bytes32 elsewhere = Enumerable.Range(0, 64).Select(i => TreeHash.PathOf([9, (byte)i])).First(other => other.Bit(0) != path.Bit(0));
        Hash256 misplaced = TreeHash.Leaf(elsewhere, value);
        Hash256 sibling = TreeHash.Leaf(path, value);
        Hash256 root = path.Bit(0) ? TreeHash.Inner(sibling, misplaced) : TreeHash.Inner(misplaced, sibling);
        yield return AssembledFile.Of("a leaf that hangs where it cannot", "state.bad_proof", chain.About(
            chain.Block with { StateRoot = root },
            chain.State(entry.Key, Raw.Array(Raw.Number(2), Raw.Array(Raw.Hash(sibling)), Raw.Binary(elsewhere.ToArray()), Raw.Hash(value)))));
        yield return AssembledFile.Of("of an older state", "state.bad_proof", chain.About(chain.Block with { StateRoot = misplaced }, chain.State(entry.Key)));
    }

    private static IEnumerable<AssembledFile> Forms(AssembledChain chain)
    {
        StateEntry entry = chain.Entries[0];
        Blob present = Raw.Of(chain.Prove(entry.Key));
        Blob way = Raw.Array(Enumerable.Repeat(Raw.Hash(default), 257).ToArray());
        Blob many = Raw.Array(Enumerable.Repeat(Raw.Array(Raw.Binary([1]), Raw.Binary([2])), 79).ToArray());
        foreach ((string name, string code, Blob proof) in new[]
        {
            ("a range in its place", "encoding.wrong_length", many),
            ("five fields", "encoding.wrong_length", Raw.Swap(present, "93", "95")),
            ("one field", "encoding.wrong_length", Raw.Hex("9100")),
            ("kind 1 without a value", "encoding.wrong_length", Raw.Hex("920190")),
            ("kind 0 with a value", "encoding.wrong_length", Raw.Hex("930090c401a0")),
            ("kind 3", "encoding.out_of_range", Raw.Hex("9303dc0001")),
            ("kind 3 of five fields", "encoding.wrong_length", Raw.Hex("950390c0c0c0")),
            ("kind 256", "encoding.out_of_range", Raw.Hex("92cd010090")),
            ("kind -1", "encoding.wrong_type", Raw.Hex("92ff90")),
            ("a kind of two bytes", "encoding.not_shortest", Raw.Swap(present, "9301", "93cc01")),
            ("a value of two bytes of length", "encoding.not_shortest", Raw.Swap(present, "c401a0", "c50001a0")),
            ("a count of two bytes", "encoding.not_shortest", Raw.Swap(present, "93", "dc0003")),
            ("257 siblings", "encoding.too_long", Raw.Array(Raw.Number(0), way)),
            ("a value above 4 MiB, cut off", "encoding.too_long", Raw.Hex("930190c600400001ff")),
            ("a value cut off", "encoding.truncated", Raw.Hex("930190c402ff")),
            ("a length cut off", "encoding.truncated", Raw.Hex("930190c500")),
            ("fewer bytes than siblings", "encoding.truncated", Raw.Hex("9200dc0010c0")),
            ("a value of text", "encoding.wrong_type", Raw.Swap(present, "c401a0", "a161")),
            ("a byte behind it", "encoding.trailing_bytes", Raw.Join(present, Raw.Hex("00"))),
            ("nothing", "encoding.truncated", default),
        })
        {
            yield return AssembledFile.Of($"state proof: {name}", code, chain.State(entry.Key, proof));
        }
    }

    private static IEnumerable<AssembledFile> Ranges(AssembledChain chain)
    {
        const string First = "00020102";
        const string End = "00020105";
        RangeProof whole = Canonical.Decode<RangeProof>(chain.Range(First, End).Proof.Span).Value;
        AssembledFile With(string name, string code, Blob proof) => AssembledFile.Of($"range: {name}", code, chain.Range(First, End, proof));
        AssembledFile Made(string name, params StateEntry[] entries) => AssembledFile.Of($"range: {name}", "state.bad_proof", chain.About(
            chain.Block with { StateRoot = Root([.. entries.Select(Leaf)], 0) }, chain.Range(string.Empty, End, Raw.Of(new RangeProof([.. entries])))));

        yield return With("an entry left out", "state.bad_proof", Raw.Of(new RangeProof(new(whole.Entries.Items.RemoveAt(3)))));
        yield return With("an entry twice", "state.bad_proof", Raw.Of(new RangeProof(new(whole.Entries.Items.Insert(3, whole.Entries[3])))));
        yield return With("turned round", "state.bad_proof", Raw.Of(new RangeProof(new([.. whole.Entries.Items.Reverse()]))));

        // Whoever splits the list at the first path with a 1 takes these two in the wrong order and finds the root.
        StateEntry[] keys = [.. Enumerable.Range(0, 64).Select(static i => new StateEntry(Raw.Hex($"000101{i:x2}"), Raw.Hex("01")))];
        StateEntry high = keys.First(static entry => Path(entry).Bit(0) && !Path(entry).Bit(1));
        StateEntry low = keys.First(static entry => !Path(entry).Bit(0) && Path(entry).Bit(1));
        yield return Made("paths descend", high, low);
        StateEntry outside = new(Raw.Hex("0003"), new Blob(new byte[31]));
        yield return AssembledFile.Of("range: 31 bytes for a hash", "state.bad_proof", chain.About(
            chain.Block with { StateRoot = Sha256.Hash([0x80], Path(outside).ToArray(), outside.Value.Span) },
            chain.Range(string.Empty, End, Raw.Of(new RangeProof([outside])))));

        yield return AssembledFile.Of("range: no room between its bounds", "state.bad_range", chain.Range(First, First, Raw.Of(whole)));
        yield return AssembledFile.Of("range: bounds turned round", "state.bad_range", chain.Range(End, First, Raw.Of(whole)));
        yield return AssembledFile.Of("range: the end starts the first", "state.bad_range", chain.Range(First, First[..^2], Raw.Of(whole)));
        yield return AssembledFile.Of("range: bad bounds and no entries", "state.bad_range", chain.Range(End, First, Raw.Hex("90")));
        yield return AssembledFile.Of("range: bad bounds and no proof", "encoding.truncated", chain.Range(End, First, default));
        yield return AssembledFile.Of("range: a first key of 256 bytes", "state.bad_range", chain.Range(new string('0', 512), End, Raw.Of(whole)));
        yield return AssembledFile.Of("range: an end of 256 bytes", "state.bad_range", chain.Range(First, new string('f', 512), Raw.Of(whole)));
        foreach ((string name, string code, string hex) in new[]
        {
            ("an entry of three fields", "encoding.wrong_length", "9193c40101c40102c0"),
            ("a key of 256 bytes, cut off", "encoding.too_long", "9192c50100ff"),
            ("a value above 4 MiB, cut off", "encoding.too_long", "9192c40101c600400001"),
            ("an empty key", "state.bad_proof", "9192c400c40102"),
            ("an empty value", "state.bad_proof", "9192c40101c400"),
            ("2^20 + 1 entries", "encoding.too_long", "dd00100001"),
            ("more entries than bytes", "encoding.truncated", "92c0"),
            ("a list in a longer form", "encoding.not_shortest", "dc000192c40101c40102"),
        })
        {
            yield return With(name, code, Raw.Hex(hex));
        }
    }

    private static IEnumerable<AssembledFile> Members(AssembledChain chain)
    {
        ProofFile state = chain.State(chain.Entries[0].Key);
        ProofFile range = chain.Range("00020102", "00020105");
        Blob something = Raw.Hex("c0");
        foreach ((string name, ProofFile file) in new[]
        {
            ("no key", state with { Key = default }),
            ("a key of 256 bytes", chain.State(new Blob(new byte[256]))),
            ("an end key", state with { EndKey = something }),
            ("a receipt beside an entry", state with { ReceiptProof = something }),
            ("a receipt beside a range", range with { ReceiptProof = something }),
            ("no key, and no proof either", state with { Key = default, Proof = default }),
            ("a range called an entry", range with { Kind = ProofKind.State }),
            ("a range called a receipt", range with { Kind = ProofKind.Receipt }),
        })
        {
            yield return AssembledFile.Of(name, "proof.bad_content", file);
        }
    }

    private static Bytes32 Path(StateEntry entry) => TreeHash.PathOf(entry.Key.Span);

    private static OrderedLeaf Leaf(StateEntry entry) => new(Path(entry), TreeHash.Leaf(Path(entry), Sha256.Hash(entry.Value.Span)));

    // The root as a verifier computes it that trusts the order.
    private static Hash256 Root(OrderedLeaf[] leaves, int bit)
    {
        if (leaves.Length <= 1)
        {
            return leaves.Length == 0 ? default : leaves[0].Hash;
        }

        int split = Array.FindIndex(leaves, leaf => leaf.Path.Bit(bit));
        split = split < 0 ? leaves.Length : split;
        return TreeHash.Inner(Root(leaves[..split], bit + 1), Root(leaves[split..], bit + 1));
    }

    private readonly record struct OrderedLeaf(Bytes32 Path, Hash256 Hash);
}
