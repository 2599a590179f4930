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
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>
/// Two epochs made from the formats alone, with every validator's key at hand: whatever a header is to say, a quorum signs it. So a file can
/// be wrong in one thing only.
/// </summary>
internal sealed class AssembledChain
{
    private readonly SortedDictionary<string, SigningKey> _keys = new(StringComparer.Ordinal);
    private readonly MemoryNodeStore _nodes = new();

    public AssembledChain()
    {
        GenesisJson = $$"""{"name": "assembled", "time_ms": 1000, "validators": [{{string.Join(", ", Enumerable.Range(1, 4).Select(i =>
            $$"""{"organisation": {{i}}, "key": "{{Key(i).PublicKey}}"}"""))}}]}""";
        Genesis = GenesisDocument.Parse(GenesisJson).Value;
        First = Genesis.Validators;
        Second = new ValidatorSet(Sequence.From(First.Seats.Items.Take(3)));
        TreeUpdate state = StateTree.Apply(_nodes, null, 1, [.. Entries.Select(static entry => new StateChange(entry.Key, entry.Value))]);
        _nodes.Add(state);
        Transactions = [.. Enumerable.Range(1, 3).Select(Transaction)];
        Receipts = [.. Transactions.Select(static (transaction, i) =>
            new Receipt(transaction.Id, ReceiptStatus.Applied, default, new Credits((ulong)i), [new Event("example.done", [new EventAttribute("count", "1")])]))];

        Closing = new BlockHeader(
            Genesis.Chain, new Epoch(0), new Height(7), new View(9), Sha256.Hash("parent"u8), 1_500,
            TransactionProof.Root([.. Transactions.Select(Raw.Of)]), state.Root, ReceiptTree.Root(Receipts, BlockEvents.Empty), Sha256.Hash("history"u8),
            ValidatorSchedule.HashOf(First), ValidatorSchedule.HashOf(Second), Sha256.Hash("parameters"u8), Key(1).PublicKey, Vrf.Prove(Key(1), "beacon"u8));
        Carrier = Closing with { View = new View(10), Parent = Closing.Digest, TransactionsRoot = TransactionProof.Root([]), BeaconProof = default };
        Block = Closing with
        {
            Epoch = new Epoch(1), Height = new Height(8), View = new View(12), Parent = Closing.Digest, ValidatorsHash = ValidatorSchedule.HashOf(Second),
        };
        Child = Block with { Height = new Height(9), View = new View(13), Parent = Block.Digest };
        Handover = Part(First, Closing, Carrier) with { NextValidators = Raw.Of(Second) };
    }

    public string GenesisJson { get; }

    public GenesisDocument Genesis { get; }

    /// <summary>The validators of epoch 0.</summary>
    public ValidatorSet First { get; }

    /// <summary>The validators of epoch 1: the fourth has left.</summary>
    public ValidatorSet Second { get; }

    /// <summary>Of the state under every header here.</summary>
    public IReadOnlyList<StateEntry> Entries { get; } =
        [.. Enumerable.Range(0, 8).Select(static i => new StateEntry(Raw.Hex($"0002010{i}"), Raw.Hex($"a{i}")))];

    public IReadOnlyList<SignedTransaction> Transactions { get; }

    public IReadOnlyList<Receipt> Receipts { get; }

    public BlockHeader Closing { get; }

    public BlockHeader Carrier { get; }

    /// <summary>The first of epoch 1, which most files are about.</summary>
    public BlockHeader Block { get; }

    public BlockHeader Child { get; }

    /// <summary>From epoch 0 to epoch 1.</summary>
    public FinalityPart Handover { get; }

    public SigningKey Key(int number)
    {
        SigningKey key = SigningKey.FromSeed(Seed(number));
        _keys[key.PublicKey.ToString()] = key;
        return key;
    }

    public static byte[] Seed(int number) => [.. Enumerable.Repeat((byte)number, 32)];

    public ValidatorSet Set(params (uint Organisation, int Key)[] seats) =>
        new(Sequence.From(seats.Select(seat => new Validator(new OrganisationId(seat.Organisation), Key(seat.Key).PublicKey))));

    /// <summary>A finalization by a quorum, or by the seats that are named.</summary>
    public Certificate Certify(ValidatorSet set, BlockHeader header, params IReadOnlyList<int> seats) =>
        Certify(set, Vote.Finalize(header.View, header.Digest), header.Epoch, seats);

    public Certificate Certify(ValidatorSet set, Vote vote, Epoch epoch, params IReadOnlyList<int> seats)
    {
        int[] signers = seats.Count > 0 ? [.. seats] : [.. Enumerable.Range(0, set.Quorum)];
        byte[] message = SigningBytes.OfVote(Genesis.Chain, epoch, vote);
        byte[] bitmap = new byte[Certificate.BitmapBytes(set.Count)];
        foreach (int seat in signers)
        {
            bitmap[seat >> 3] |= (byte)(1 << (seat & 7));
        }

        byte[] signatures = [.. signers.SelectMany(seat => _keys[set[seat].Key.ToString()].Sign(message).ToArray())];
        return new Certificate(epoch, vote, new Blob(bitmap), new Blob(signatures));
    }

    /// <summary>A header and what follows it, the last of them final.</summary>
    public FinalityPart Part(ValidatorSet set, BlockHeader header, params IReadOnlyList<BlockHeader> descendants) => new(
        Raw.Of(header), Sequence.From(descendants.Select(Raw.Of)), Raw.Of(Certify(set, descendants.Count > 0 ? descendants[^1] : header)), Blob.Empty);

    public StateProof Prove(Blob key) => StateTree.Prove(_nodes, 1, key.Span).Value;

    /// <summary>The first key of some thousands whose proof is of this kind.</summary>
    public Blob KeyOfKind(byte kind) => Enumerable.Range(0, 1 << 15).Select(static i => Raw.Hex($"000202{i:x4}")).First(key => Raw.Of(Prove(key)).Span[1] == kind);

    public ProofFile State(Blob key) => State(key, Raw.Of(Prove(key)));

    public ProofFile State(Blob key, Blob proof) => File(ProofKind.State, proof) with { Key = key };

    public ProofFile Range(string first, string end) => Range(first, end, Raw.Of(RangeReader.Read(_nodes, 1, RangeOf(first, end), default, 1 << 20).Value.Part));

    public ProofFile Range(string first, string end, Blob proof) =>
        File(ProofKind.Range, proof) with { Key = RangeOf(first, end).First, EndKey = RangeOf(first, end).End };

    public ProofFile ReceiptOf(int index) => File(ProofKind.Receipt, Raw.Of(ReceiptTree.Prove(Receipts, BlockEvents.Empty, index)));

    public ProofFile TransactionOf(int index) => File(ProofKind.Transaction, Raw.Of(TransactionProof.Create([.. Transactions.Select(Raw.Of)], index))) with
    {
        ReceiptProof = ReceiptOf(index).Proof,
    };

    public ProofFile File(ProofKind kind, Blob proof) =>
        new(kind, Block.Height, Blob.Empty, Blob.Empty, proof, Blob.Empty, Part(Second, Block), [Handover]);

    /// <summary>The file about another header of epoch 1, which is as final.</summary>
    public ProofFile About(BlockHeader header, ProofFile file) => file with { Height = header.Height, Finality = Part(Second, header) };

    /// <summary>A receipt file under a header of its own, the receipt's bytes as they are.</summary>
    public ProofFile OfReceipt(Blob receipt)
    {
        Blob events = Raw.Of(BlockEvents.Empty);
        return About(
            Block with { ReceiptsRoot = Raw.ReceiptsRoot(receipt, events) },
            File(ProofKind.Receipt, Raw.Array(receipt, Raw.Path(0, 2, MerkleTree.LeafHash(events.Span)))));
    }

    /// <summary>A transaction file under a header of its own, the transaction's bytes as they are.</summary>
    public ProofFile OfTransaction(Blob transaction, Hash256 id)
    {
        Receipt receipt = Receipts[0] with { Transaction = id };
        return About(
            Block with { TransactionsRoot = TransactionProof.Root([transaction]), ReceiptsRoot = ReceiptTree.Root([receipt], BlockEvents.Empty) },
            File(ProofKind.Transaction, Raw.Array(Raw.Binary(transaction.Span), Raw.Path(0, 1))) with
            {
                ReceiptProof = Raw.Of(ReceiptTree.Prove([receipt], BlockEvents.Empty, 0)),
            });
    }

    private static KeyRange RangeOf(string first, string end) => new(Raw.Hex(first), Raw.Hex(end));

    private SignedTransaction Transaction(int number)
    {
        SigningKey sender = Key(8 + number);
        TransactionBody body = new(
            Genesis.Chain, new AccountId(sender.PublicKey.Value), sender.PublicKey, 1, new Height(300), new Credits(70_000), new ModuleId(2), 1, Raw.Hex("c0"));
        return SignedTransaction.Sign(body, sender);
    }
}
