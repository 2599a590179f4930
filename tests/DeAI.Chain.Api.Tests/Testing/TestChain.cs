using System.Text.Json.Nodes;
using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Api.Tests.Testing;

/// <summary>An in-memory chain of the ledger's own blocks, with certificates that four validators really signed.</summary>
public sealed class TestChain
{
    public const int Accounts = 8;

    private readonly BlockBuilder _builder;
    private readonly List<Handover> _handovers = [];
    private readonly List<(BlockRecord Record, LedgerState State)> _blocks = [];
    private readonly List<BlockHeader> _carriers = [];
    private readonly SortedDictionary<ulong, Certificate> _certificates = [];
    private readonly SortedDictionary<ulong, (List<BlockHeader> Carriers, Certificate Certificate)> _closings = [];
    private readonly SortedDictionary<ulong, int> _handoversAt = [];
    private ValidatorSet _validators;

    public TestChain()
    {
        Seats = [.. Enumerable.Range(1, 4).Select(i => Key($"validator{i}"))];
        Members = [.. Enumerable.Range(0, Accounts).Select(i => Key($"account{i}"))];
        GenesisJson = MakeGenesis();
        Document = Required(GenesisDocument.Parse(GenesisJson));
        Catalog = new CatalogIndex(new TestCatalog());
        _builder = new BlockBuilder(Catalog);
        _validators = Document.Validators;
        ExecutedBlock genesis = Required(GenesisState.Build(Document, Catalog));
        Add(genesis, LedgerState.AfterGenesis(genesis));
    }

    public IReadOnlyList<SigningKey> Seats { get; }

    public IReadOnlyList<SigningKey> Members { get; }

    public string GenesisJson { get; }

    public GenesisDocument Document { get; }

    public CatalogIndex Catalog { get; }

    public ulong Tip { get; private set; }

    public LedgerState Latest => _blocks[(int)Tip].State;

    public BlockRecord this[ulong height] => _blocks[(int)height].Record;

    public static SigningKey Key(string name) => SigningKey.FromSeed(Sha256.Hash(System.Text.Encoding.UTF8.GetBytes(name)).ToArray());

    public AccountId Account(int index) => new(Members[index].PublicKey.Value);

    public SignedTransaction Transfer(int from, ulong nonce, ulong amount = 1, ulong validFor = 100, ulong maxFee = 1_000_000) =>
        Sign(from, nonce, ModuleIds.Accounts, 1, new Transfer(Account((from + 1) % Accounts), new Credits(amount)), validFor, maxFee);

    public SignedTransaction Sign<T>(int from, ulong nonce, ModuleId module, ushort type, T message, ulong validFor = 100, ulong maxFee = 1_000_000)
        where T : ICanonical<T>
    {
        TransactionBody body = new(
            Document.Chain, Account(from), Members[from].PublicKey, nonce, new Height(Tip + validFor), new Credits(maxFee), module, type,
            new Blob(Canonical.Encode(message)));
        return SignedTransaction.Sign(body, Members[from]);
    }

    public VerifiedTransaction Verified(SignedTransaction transaction) =>
        Required(VerifiedTransaction.Verify(transaction, Document.Chain, TransactionLimits.Default));

    /// <summary>Blocks of which only the last is certified: each earlier one is final through its descendants.</summary>
    public IReadOnlyList<DroppedTransaction> Seal(params IReadOnlyList<VerifiedTransaction>[] bodies)
    {
        List<DroppedTransaction> dropped = [];
        LedgerState state = _blocks[^1].State;
        foreach (IReadOnlyList<VerifiedTransaction> body in bodies)
        {
            if (state.Header.ClosesEpoch)
            {
                throw new InvalidOperationException("A segment ends with the closing block.");
            }

            BuiltBlock built = Build(state, state.Header.Epoch, body);
            dropped.AddRange(built.Dropped);
            state = state.After(built.Executed);
            Add(built.Executed, state);
        }

        Certificate certificate;
        if (state.Header.ClosesEpoch)
        {
            BuiltBlock carrier = Build(state, state.Header.Epoch, []);
            certificate = Certify(carrier.Executed.Header);
            _closings[state.Header.Height.Value] = ([carrier.Executed.Header], certificate);
            _validators = ValidatorSchedule.Next(state.State);
            _handovers.Add(new Handover(state.Header, [carrier.Executed.Header], certificate, _validators));
        }
        else
        {
            certificate = Certify(state.Header);
        }

        _certificates[state.Header.Height.Value] = certificate;
        Tip = state.Header.Height.Value;
        return dropped;
    }

    /// <summary>The first block of the next epoch.</summary>
    public void StartEpoch()
    {
        LedgerState state = _blocks[^1].State;
        BuiltBlock built = Build(state, state.Header.Epoch.Next, []);
        state = state.After(built.Executed);
        Add(built.Executed, state);
        _certificates[state.Header.Height.Value] = Certify(state.Header);
        Tip = state.Header.Height.Value;
    }

    public Finality? Prove(ulong height)
    {
        if (height > Tip)
        {
            return null;
        }

        ulong certified = _certificates.Keys.First(at => at >= height);
        List<BlockHeader> descendants = [];
        for (ulong at = height + 1; at <= certified; at++)
        {
            descendants.Add(_blocks[(int)at].Record.Block.Header);
        }

        if (_closings.TryGetValue(certified, out (List<BlockHeader> Carriers, Certificate Certificate) closing))
        {
            descendants.AddRange(closing.Carriers);
        }

        BlockHeader header = _blocks[(int)height].Record.Block.Header;
        return new Finality(
            header, Sequence.From(descendants), _certificates[certified], Sequence.From(_handovers.Take((int)header.Epoch.Value)));
    }

    public static T Required<T>(Result<T> result) => result.TryGet(out T value, out Refusal? refusal) ? value : throw new InvalidOperationException(refusal.ToString());

    private BuiltBlock Build(LedgerState parent, Epoch epoch, IReadOnlyList<VerifiedTransaction> transactions)
    {
        SigningKey proposer = Seats.First(seat => seat.PublicKey == _validators[0].Key);
        bool carrier = Carrier.IsExpected(parent.Header, epoch);
        VrfProof proof = carrier ? default : Vrf.Prove(proposer, Beacon.InputFor(parent.State, parent.Header.Height.Next));
        BlockDraft draft = new(epoch, new View(parent.Header.View.Value + 2), parent.Header.TimeMs + 1, proposer.PublicKey, proof);
        return Required(_builder.Build(parent, draft, transactions));
    }

    private Certificate Certify(BlockHeader header)
    {
        Vote vote = Vote.Finalize(header.View, header.Digest);
        byte[] message = SigningBytes.OfVote(Document.Chain, header.Epoch, vote);
        byte[] bitmap = new byte[Certificate.BitmapBytes(_validators.Count)];
        List<byte> signatures = [];
        for (int seat = 0; seat < _validators.Quorum; seat++)
        {
            bitmap[seat >> 3] |= (byte)(1 << (seat & 7));
            signatures.AddRange(Seats.First(key => key.PublicKey == _validators[seat].Key).Sign(message).ToArray());
        }

        return new Certificate(header.Epoch, vote, new Blob(bitmap), new Blob(signatures.ToArray()));
    }

    private void Add(ExecutedBlock block, LedgerState state) =>
        _blocks.Add((new BlockRecord(block.ToBlock(), block.Receipts, block.Events), state));

    private string MakeGenesis()
    {
        JsonArray organisations = [];
        JsonArray validators = [];
        JsonObject credits = [];
        for (int i = 0; i < 4; i++)
        {
            JsonArray accounts = [];
            for (int account = i; account < Accounts; account += 4)
            {
                string id = Members[account].PublicKey.ToString();
                accounts.Add(new JsonObject { ["key"] = id, ["roles"] = account == 0 ? new JsonArray("registrar", "issuer") : new JsonArray("member") });
                credits[id] = 1_000_000_000;
            }

            string seat = Seats[i].PublicKey.ToString();
            organisations.Add(new JsonObject
            {
                ["name"] = $"Org{i + 1}",
                ["legal_entity"] = $"LEI-{i + 1}",
                ["accounts"] = accounts,
                ["nodes"] = new JsonArray(new JsonObject { ["key"] = seat, ["kind"] = "validator" }),
            });
            validators.Add(new JsonObject { ["organisation"] = i + 1, ["key"] = seat });
        }

        return new JsonObject
        {
            ["name"] = "api-test",
            ["time_ms"] = 1_000,
            ["validators"] = validators,
            ["modules"] = new JsonObject
            {
                ["registry"] = new JsonObject { ["organisations"] = organisations },
                ["accounts"] = new JsonObject { ["credits"] = credits },
            },
        }.ToJsonString();
    }
}
