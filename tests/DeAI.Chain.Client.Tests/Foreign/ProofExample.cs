using System.Text;
using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>
/// The worked example of the Ledger's README, computed: a chain of one block that no module had a hand in, so that only a change of the
/// formats themselves changes it.
/// </summary>
internal sealed class ProofExample
{
    private readonly SigningKey[] _seats = [.. Enumerable.Range(1, 4).Select(static i => SigningKey.FromSeed([.. Enumerable.Repeat((byte)i, 32)]))];
    private readonly StateEntry[] _entries = [Entry("0002010a", "c40105"), Entry("0002010b", "07"), Entry("00020201", "a3796573")];
    private readonly MemoryNodeStore _nodes = new();
    private readonly SignedTransaction _transaction;
    private readonly Receipt _receipt;
    private readonly BlockHeader _header;
    private readonly Vote _vote;
    private readonly Certificate _certificate;

    public ProofExample()
    {
        GenesisJson = $$"""{"name": "example", "time_ms": 1000, "validators": [{{string.Join(", ", _seats.Select(static (key, i) =>
            $$"""{"organisation": {{i + 1}}, "key": "{{key.PublicKey}}"}"""))}}]}""";
        Genesis = GenesisDocument.Parse(GenesisJson).Value;
        TreeUpdate state = StateTree.Apply(_nodes, null, 1, [.. _entries.Select(static entry => new StateChange(entry.Key, entry.Value))]);
        _nodes.Add(state);

        SigningKey sender = SigningKey.FromSeed([.. Enumerable.Repeat((byte)9, 32)]);
        _transaction = SignedTransaction.Sign(
            new TransactionBody(
                Genesis.Chain, new AccountId(sender.PublicKey.Value), sender.PublicKey, 1, new Height(300), new Credits(70_000), new ModuleId(2), 1, Bytes("c0")),
            sender);
        _receipt = new Receipt(
            _transaction.Id, ReceiptStatus.Applied, default, new Credits(40), [new Event("example.done", [new EventAttribute("count", "1")])]);
        Hash256 validators = ValidatorSchedule.HashOf(Genesis.Validators);
        _header = new BlockHeader(
            Genesis.Chain, new Epoch(0), new Height(1), new View(3), Sha256.Hash("parent"u8), 1_500, TransactionProof.Root([Encoded(_transaction)]),
            state.Root, ReceiptTree.Root([_receipt], BlockEvents.Empty), MerkleMountainRange.Empty.Append(Sha256.Hash("parent"u8)).Root,
            validators, validators, Sha256.Hash("parameters"u8), _seats[3].PublicKey, Vrf.Prove(_seats[3], "beacon"u8));
        _vote = Vote.Finalize(_header.View, _header.Digest);
        _certificate = new Certificate(_header.Epoch, _vote, Bytes("0b"), new Blob((byte[])[.. Sign(0), .. Sign(1), .. Sign(3)]));
    }

    public string GenesisJson { get; }

    public GenesisDocument Genesis { get; }

    /// <summary>One of each kind; the first is printed.</summary>
    public IReadOnlyList<ProofFile> Proofs =>
    [
        File(ProofKind.State, _entries[1].Key, default, Encoded(StateTree.Prove(_nodes, 1, _entries[1].Key.Span).Value)),
        File(ProofKind.State, Bytes("0002010c"), default, Encoded(StateTree.Prove(_nodes, 1, Bytes("0002010c").Span).Value)),
        File(ProofKind.Range, Bytes("000201"), Bytes("000202"), Encoded(RangeReader.Read(_nodes, 1, KeyRange.OfPrefix([0, 2, 1]), default, 1000).Value.Part)),
        File(ProofKind.Receipt, default, default, Encoded(ReceiptTree.Prove([_receipt], BlockEvents.Empty, 0))),
        File(
            ProofKind.Transaction, default, default, Encoded(TransactionProof.Create([Encoded(_transaction)], 0)),
            Encoded(ReceiptTree.Prove([_receipt], BlockEvents.Empty, 0))),
    ];

    /// <summary>The section of the README.</summary>
    public string ToMarkdown()
    {
        StringBuilder text = new();
        text.Append("### A worked example\n")
            .Append("Written by a test, which fails when it differs from the code (`DEAI_WRITE_EXAMPLE=1` writes it anew). The validators' keys come from the seeds ")
            .Append("of 32 bytes 01, 02, 03, 04. `\\` at the end of a line: it goes on. Nobody checks a beacon here.\n\n```\n");
        Line(text, "genesis file", GenesisJson);
        Line(text, "  canonical form", Genesis.CanonicalBytes);
        Line(text, "chain = H(\"deai.genesis.v1\", it)", Genesis.Chain);
        Line(text, "validator set", Encoded(Genesis.Validators));
        Line(text, "  its hash", ValidatorSchedule.HashOf(Genesis.Validators));
        foreach (StateEntry entry in _entries)
        {
            Bytes32 path = TreeHash.PathOf(entry.Key.Span);
            Line(text, $"state entry {Hex(entry.Key)} = {Hex(entry.Value)}, path = H(key)", path);
            Line(text, "  leaf = H(80, path, H(value))", TreeHash.Leaf(path, Sha256.Hash(entry.Value.Span)));
        }

        Line(text, "state root", _header.StateRoot);
        Line(text, $"state proof of {Hex(_entries[1].Key)}", Proofs[0].Proof);
        Line(text, "state proof of absence of 0002010c", Proofs[1].Proof);
        Line(text, "range proof of 000201 to 000202", Proofs[2].Proof);
        Line(text, "transaction", Encoded(_transaction));
        Line(text, "  id", _transaction.Id);
        Line(text, "  leaf hash = H(00, transaction)", MerkleTree.LeafHash(Encoded(_transaction).Span));
        Line(text, "transactions root = H(\"deai.transactions.v1\", u64(1) || leaf hash)", _header.TransactionsRoot);
        Line(text, "transaction proof", Proofs[4].Proof);
        Line(text, "receipt", Encoded(_receipt));
        Line(text, "block events", Encoded(BlockEvents.Empty));
        Line(text, "receipts root = H(\"deai.receipts.v1\", u64(2) || H(01, H(00, receipt), H(00, block events)))", _header.ReceiptsRoot);
        Line(text, "receipt proof", Proofs[3].Proof);
        Line(text, "history root = H(\"deai.mmr.v1\", u64(1) || digest of height 0)", _header.HistoryRoot);
        Line(text, "header", Encoded(_header));
        Line(text, "  digest", _header.Digest);
        Line(text, "signed bytes of a Finalize for it", new Blob(SigningBytes.OfVote(Genesis.Chain, _header.Epoch, _vote)));
        Line(text, "certificate by seats 0, 1 and 3", Encoded(_certificate));
        text.Append("```\n\nThe proof file of state entry ").Append(Hex(_entries[1].Key)).Append(":\n```json\n").Append(Proofs[0].ToJson()).Append("\n```\n");
        return text.ToString();
    }

    private static void Line(StringBuilder text, string name, object value)
    {
        const int Width = 128;
        string shown = value is Blob blob ? Hex(blob) : value.ToString()!;
        text.Append(name).Append('\n');
        for (int at = 0; at < shown.Length; at += Width)
        {
            text.Append("    ").Append(shown.AsSpan(at, Math.Min(Width, shown.Length - at))).Append(at + Width < shown.Length ? "\\\n" : "\n");
        }
    }

    private static string Hex(Blob bytes) => Convert.ToHexStringLower(bytes.Span);

    private static Blob Bytes(string hex) => new(Convert.FromHexString(hex));

    private static StateEntry Entry(string key, string value) => new(Bytes(key), Bytes(value));

    private static Blob Encoded<T>(T value)
        where T : ICanonical<T> => new(Canonical.Encode(value));

    private byte[] Sign(int seat) => _seats[seat].Sign(SigningBytes.OfVote(Genesis.Chain, _header.Epoch, _vote)).ToArray();

    private ProofFile File(ProofKind kind, Blob key, Blob endKey, Blob proof, Blob receiptProof = default) => new(
        kind, _header.Height, key, endKey, proof, receiptProof, new FinalityPart(Encoded(_header), default, Encoded(_certificate), Blob.Empty), default);
}
