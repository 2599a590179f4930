using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>Receipts and transactions that a quorum signed a root for, but which are no such thing or do not belong together.</summary>
internal static class ReceiptForgeries
{
    public static IEnumerable<AssembledFile> Of(AssembledChain chain) => [.. Pairs(chain), .. Paths(chain), .. Receipts(chain), .. Transactions(chain), .. Members(chain)];

    private static IEnumerable<AssembledFile> Pairs(AssembledChain chain)
    {
        ProofFile file = chain.TransactionOf(0);
        Blob events = Raw.Of(BlockEvents.Empty);
        Blob[] receipts = [.. chain.Receipts.Select(Raw.Of)];
        AssembledFile Under(string name, int index, params Blob[] leaves) => AssembledFile.Of(name, "proof.bad_content", chain.About(
            chain.Block with { ReceiptsRoot = Raw.ReceiptsRoot(leaves) },
            file with { ReceiptProof = Raw.Array(receipts[0], Raw.Of(MerkleTree.Prove(MerkleTree.LeafHashes(leaves), index))) }));

        yield return AssembledFile.Of("another receipt of the block", "proof.bad_content", file with { ReceiptProof = chain.ReceiptOf(1).Proof });
        yield return Under("the receipt at another place", 1, receipts[1], receipts[0], receipts[2], events);
        yield return Under("a receipt too much in the block", 0, receipts[0], receipts[1], receipts[2], receipts[0], events);
        yield return Under("a receipt too little in the block", 0, receipts[0], receipts[1], events);
        yield return AssembledFile.Of("a receipt of nobody's at its place", "proof.bad_content", chain.About(
            chain.Block with { ReceiptsRoot = ReceiptTree.Root([chain.Receipts[0] with { Transaction = Sha256.Hash("nobody"u8) }, .. chain.Receipts.Skip(1)], BlockEvents.Empty) },
            file with
            {
                ReceiptProof = Raw.Of(ReceiptTree.Prove(
                    [chain.Receipts[0] with { Transaction = Sha256.Hash("nobody"u8) }, .. chain.Receipts.Skip(1)], BlockEvents.Empty, 0)),
            }));
        yield return AssembledFile.Of("no receipt", "encoding.truncated", file with { ReceiptProof = default });
        yield return AssembledFile.Of("no transaction", "encoding.truncated", file with { Proof = default });
        yield return AssembledFile.Of(
            "another block's transaction", "ledger.bad_proof", chain.About(chain.Block with { TransactionsRoot = TransactionProof.Root([]) }, file));
        yield return AssembledFile.Of(
            "another block's receipt", "ledger.bad_proof", chain.About(chain.Block with { ReceiptsRoot = Raw.ReceiptsRoot(events) }, file));
        yield return AssembledFile.Of(
            "another block's receipt alone", "ledger.bad_proof", chain.About(chain.Block with { ReceiptsRoot = Raw.ReceiptsRoot(events) }, chain.ReceiptOf(0)));
    }

    private static IEnumerable<AssembledFile> Paths(AssembledChain chain)
    {
        Blob receipt = Raw.Of(chain.Receipts[0]);
        Hash256 leaf = MerkleTree.LeafHash(receipt.Span);
        Hash256 other = Sha256.Hash("other"u8);
        AssembledFile Made(string name, ulong count, Hash256 tree, Blob path) => AssembledFile.Of($"path: {name}", "ledger.bad_proof", chain.About(
            chain.Block with { ReceiptsRoot = Raw.CountedRoot("deai.receipts.v1", count, tree) }, chain.File(ProofKind.Receipt, Raw.Array(receipt, path))));

        yield return Made("an index beyond the count", 1, leaf, Raw.Path(7, 1));
        yield return Made("a count of 0", 0, leaf, Raw.Path(0, 0));
        yield return Made("a sibling too much", 1, Raw.Node(other, leaf), Raw.Path(0, 1, other));
        yield return Made("a sibling too little", 2, leaf, Raw.Path(0, 2));
        yield return Made("on the other side", 2, Raw.Node(leaf, other), Raw.Path(1, 2, other));
        yield return Made("another count than the header's", 3, Raw.Node(leaf, other), Raw.Path(0, 2, other));
        yield return AssembledFile.Of("path: under the transactions' name", "ledger.bad_proof", chain.About(
            chain.Block with { ReceiptsRoot = Raw.CountedRoot("deai.transactions.v1", 1, leaf) }, chain.File(ProofKind.Receipt, Raw.Array(receipt, Raw.Path(0, 1)))));

        // An inner node as a leaf: without the byte before leaves, two hashes in a row would be one.
        yield return Made("no byte before the leaf", 1, Sha256.Hash(receipt.Span), Raw.Path(0, 1));
        foreach ((string name, string code, Blob path) in new[]
        {
            ("65 siblings", "encoding.too_long", Raw.Path(0, 1, [.. Enumerable.Repeat(other, 65)])),
            ("four fields", "encoding.wrong_length", Raw.Hex("94000190c0")),
            ("an index of two bytes", "encoding.not_shortest", Raw.Hex("93cc000190")),
            ("a sibling of 31 bytes", "encoding.wrong_length", Raw.Join(Raw.Hex("93000191"), Raw.Binary(new byte[31]))),
        })
        {
            yield return AssembledFile.Of($"path: {name}", code, chain.About(
                chain.Block with { ReceiptsRoot = Raw.CountedRoot("deai.receipts.v1", 1, leaf) }, chain.File(ProofKind.Receipt, Raw.Array(receipt, path))));
        }
    }

    private static IEnumerable<AssembledFile> Receipts(AssembledChain chain)
    {
        Blob id = Raw.Hash(chain.Transactions[0].Id);
        Blob none = Raw.Array();
        Blob[] good = [id, Raw.Number(1), Raw.Text(string.Empty), Raw.Number(0), none];
        Blob With(int field, Blob value) => Raw.Array([.. good[..field], value, .. good[(field + 1)..]]);
        Blob Stating(Blob @event) => With(4, Raw.Array(@event));
        Blob Named(string hex) => Stating(Raw.Array(Raw.Hex(hex), none));
        Blob Valued(Blob value) => Stating(Raw.Array(Raw.Text("a"), Raw.Array(Raw.Array(Raw.Text("a"), value))));

        foreach ((string name, string code, Blob receipt) in new[]
        {
            ("status 0", "encoding.out_of_range", With(1, Raw.Number(0))),
            ("status 3", "encoding.out_of_range", With(1, Raw.Number(3))),
            ("status 257", "encoding.out_of_range", With(1, Raw.Number(257))),
            ("status -1", "encoding.wrong_type", With(1, Raw.Hex("ff"))),
            ("status and reason wrong", "encoding.out_of_range", Raw.Array(id, Raw.Number(3), Raw.Hex("a1ff"), Raw.Number(0), none)),
            ("a status of two bytes", "encoding.not_shortest", With(1, Raw.Hex("cc01"))),
            ("an id of 33 bytes", "encoding.wrong_length", With(0, Raw.Binary(new byte[33]))),
            ("an id of 31 bytes", "encoding.wrong_length", With(0, Raw.Binary(new byte[31]))),
            ("a reason of 65 bytes", "encoding.too_long", With(2, Raw.Text(new string('r', 65)))),
            ("a reason of two bytes of length", "encoding.not_shortest", With(2, Raw.Hex("d90161"))),
            ("a fee of two bytes", "encoding.not_shortest", With(3, Raw.Hex("cc7f"))),
            ("a fee of four bytes that fits two", "encoding.not_shortest", With(3, Raw.Hex("ce0000ffff"))),
            ("a fee of eight bytes that fits four", "encoding.not_shortest", With(3, Raw.Hex("cf00000000ffffffff"))),
            ("a fee below 0", "encoding.wrong_type", With(3, Raw.Hex("d080"))),
            ("a floating fee", "encoding.wrong_type", With(3, Raw.Hex("cb3ff0000000000000"))),
            ("events of three bytes of count", "encoding.not_shortest", With(4, Raw.Hex("dc0000"))),
            ("events of five bytes of count", "encoding.not_shortest", With(4, Raw.Hex("dd00000000"))),
            ("1,025 events", "encoding.too_long", With(4, Raw.Array(Enumerable.Repeat(Raw.Array(Raw.Text("a"), none), 1025).ToArray()))),
            ("nil for events", "encoding.wrong_type", With(4, Raw.Hex("c0"))),
            ("four fields", "encoding.wrong_length", Raw.Array(good[..4])),
            ("six fields", "encoding.wrong_length", Raw.Array([.. good, none])),
            ("an event of three fields", "encoding.wrong_length", Stating(Raw.Array(Raw.Text("a"), none, none))),
            ("an event's name of 65 bytes", "encoding.too_long", Stating(Raw.Array(Raw.Text(new string('n', 65)), none))),
            ("33 attributes", "encoding.too_long", Stating(Raw.Array(Raw.Text("a"), Raw.Array(Enumerable.Repeat(Raw.Array(Raw.Text("a"), Raw.Text("a")), 33).ToArray())))),
            ("an attribute of one field", "encoding.wrong_length", Stating(Raw.Array(Raw.Text("a"), Raw.Array(Raw.Array(Raw.Text("a")))))),
            ("an attribute's name of 65 bytes", "encoding.too_long", Stating(Raw.Array(Raw.Text("a"), Raw.Array(Raw.Array(Raw.Text(new string('a', 65)), Raw.Text("a")))))),
            ("a value of 513 bytes", "encoding.too_long", Valued(Raw.Text(new string('v', 513)))),
            ("a value of no text", "encoding.wrong_type", Valued(Raw.Binary([1]))),
            ("a value of three bytes of length", "encoding.not_shortest", Valued(Raw.Hex("da000161"))),
            ("a value of five bytes of length", "encoding.not_shortest", Valued(Raw.Hex("db0000000161"))),
            ("a name that is no UTF-8", "encoding.bad_text", Named("a1ff")),
            ("a name in an overlong form", "encoding.bad_text", Named("a2c080")),
            ("a surrogate in a name", "encoding.bad_text", Named("a3eda080")),
            ("a name beyond U+10FFFF", "encoding.bad_text", Named("a4f4908080")),
        })
        {
            yield return AssembledFile.Of($"receipt: {name}", code, chain.OfReceipt(receipt));
        }
    }

    private static IEnumerable<AssembledFile> Transactions(AssembledChain chain)
    {
        SignedTransaction signed = chain.Transactions[0];
        Blob whole = Raw.Of(signed);
        foreach ((string name, string code, string from, string to) in new[]
        {
            ("three fields", "encoding.wrong_length", "9299", "9399"),
            ("a body of eight fields", "encoding.wrong_length", "9299", "9298"),
            ("a chain of 31 bytes", "encoding.wrong_length", "99c420", "99c41f"),
            ("a module of 17 bits", "encoding.out_of_range", "0201c401c0c440", "ce0001000001c401c0c440"),
            ("a message type of 17 bits", "encoding.out_of_range", "0201c401c0c440", "02ce00010000c401c0c440"),
            ("a module of two bytes", "encoding.not_shortest", "0201c401c0c440", "cc0201c401c0c440"),
            ("a payload above 2 MiB, cut off", "encoding.too_long", "c401c0c440", "c600200001c440"),
            ("a payload of two bytes of length", "encoding.not_shortest", "c401c0c440", "c50001c0c440"),
            ("a signature of 65 bytes", "encoding.wrong_length", "c401c0c440", "c401c0c441"),
        })
        {
            yield return AssembledFile.Of($"transaction: {name}", code, chain.OfTransaction(Raw.Swap(whole, from, to), signed.Id));
        }

        yield return AssembledFile.Of("transaction: a byte behind it", "encoding.trailing_bytes", chain.OfTransaction(Raw.Join(whole, Raw.Hex("00")), signed.Id));
        yield return AssembledFile.Of("transaction: nothing", "encoding.truncated", chain.OfTransaction(default, signed.Id));
        ProofFile file = chain.TransactionOf(0);
        yield return AssembledFile.Of("transaction: above 2 MiB and 512 bytes, cut off", "encoding.too_long", file with { Proof = Raw.Hex("92c600200201") });
        yield return AssembledFile.Of("transaction: three fields around it", "encoding.wrong_length", file with { Proof = Raw.Swap(file.Proof, "92c4", "93c4") });
        yield return AssembledFile.Of("receipt: three fields around it", "encoding.wrong_length", chain.ReceiptOf(0) with { Proof = Raw.Swap(chain.ReceiptOf(0).Proof, "92", "93") });
    }

    private static IEnumerable<AssembledFile> Members(AssembledChain chain)
    {
        Blob something = Raw.Hex("c0");
        foreach (ProofFile file in new[] { chain.ReceiptOf(0), chain.TransactionOf(0) })
        {
            yield return AssembledFile.Of($"{file.Kind} with a key", "proof.bad_content", file with { Key = something });
            yield return AssembledFile.Of($"{file.Kind} with an end key", "proof.bad_content", file with { EndKey = something });
        }

        yield return AssembledFile.Of("a receipt with another beside it", "proof.bad_content", chain.ReceiptOf(0) with { ReceiptProof = chain.ReceiptOf(0).Proof });
        yield return AssembledFile.Of("a transaction called a receipt", "proof.bad_content", chain.TransactionOf(0) with { Kind = ProofKind.Receipt });
        yield return AssembledFile.Of("a receipt called a transaction", "encoding.wrong_type", chain.ReceiptOf(0) with { Kind = ProofKind.Transaction });
        yield return AssembledFile.Of("a receipt called a range", "encoding.wrong_length", chain.ReceiptOf(0) with { Kind = ProofKind.Range });
    }
}
