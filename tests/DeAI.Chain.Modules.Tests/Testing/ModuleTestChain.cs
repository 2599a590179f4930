using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Tests.Testing;

/// <summary>
/// A chain in memory on the ledger's real builder and executor. After every block all invariants of all modules are checked, and a handler or
/// hook that threw fails the test: a refusal is an answer, an exception is a defect.
/// </summary>
public sealed class ModuleTestChain
{
    private readonly TestGenesis _genesis;
    private readonly BlockBuilder _builder;
    private readonly MemoryState _state = new();
    private readonly MemoryNodeStore _nodes = new();

    public ModuleTestChain(TestGenesis genesis, IModuleCatalog? catalog = null)
    {
        _genesis = genesis;
        Catalog = new CatalogIndex(catalog ?? CreateCatalog());
        _builder = new BlockBuilder(Catalog);
        Document = Required(GenesisDocument.Parse(genesis.ToJson()));
        ExecutedBlock block = Required(GenesisState.Build(Document, Catalog));
        Commit(block);
    }

    public CatalogIndex Catalog { get; }

    public GenesisDocument Document { get; }

    public ChainId Chain => Document.Chain;

    /// <summary>After the last block.</summary>
    public LedgerState Ledger { get; private set; } = null!;

    public IStateReader State => _state;

    /// <summary>Of the last block: the next message runs one higher.</summary>
    public Height Height => Ledger.Header.Height;

    public ExecutedBlock Last { get; private set; } = null!;

    /// <summary>All blocks after genesis.</summary>
    public List<Block> Blocks { get; } = [];

    /// <summary>All events of all blocks, in order: begin hooks, receipts, end hooks.</summary>
    public List<Event> Events { get; } = [];

    public TestAccount this[string account] => _genesis.Accounts[account];

    /// <summary>The production catalogue: the one place to change when its factory does.</summary>
    public static IModuleCatalog CreateCatalog() => ModuleCatalog.Create();

    /// <summary>One message in a block of its own.</summary>
    public Receipt Send<TMessage>(TestAccount from, ModuleId module, ushort type, TMessage message)
        where TMessage : ICanonical<TMessage> => Block(TestMessage.Of(from, module, type, message))[0];

    /// <summary>One message that has to be applied; the transaction's id.</summary>
    public Hash256 Apply<TMessage>(TestAccount from, ModuleId module, ushort type, TMessage message)
        where TMessage : ICanonical<TMessage>
    {
        Receipt receipt = Send(from, module, type, message);
        Assert.True(receipt.Status == ReceiptStatus.Applied, $"{typeof(TMessage).Name} was refused: {receipt.Reason}");
        return receipt.Transaction;
    }

    /// <summary>One message that its handler has to refuse for this reason.</summary>
    public void Refuse<TMessage>(ReasonCode reason, TestAccount from, ModuleId module, ushort type, TMessage message)
        where TMessage : ICanonical<TMessage>
    {
        Receipt receipt = Send(from, module, type, message);
        Assert.True(receipt.Status == ReceiptStatus.Refused, $"{typeof(TMessage).Name} was applied, expected {reason}");
        Assert.Equal(reason, receipt.Reason);
    }

    /// <summary>One message that may be in no block at all: malformed, or not let in by the gate.</summary>
    public void Drop<TMessage>(ReasonCode reason, TestAccount from, ModuleId module, ushort type, TMessage message)
        where TMessage : ICanonical<TMessage>
    {
        BuiltBlock built = Build([Sign(TestMessage.Of(from, module, type, message), from.NextNonce)]);
        Assert.True(built.Dropped.Length == 1, $"{typeof(TMessage).Name} was let in, expected {reason}");
        Assert.Equal(reason, built.Dropped[0].Reason.Code);
    }

    /// <summary>Messages in one block, in this order. All of them have to be let in.</summary>
    public IReadOnlyList<Receipt> Block(params IReadOnlyList<TestMessage> messages)
    {
        List<VerifiedTransaction> transactions = [];
        foreach (TestMessage message in messages)
        {
            transactions.Add(Sign(message, message.From.NextNonce++));
        }

        BuiltBlock built = Build(transactions);
        Assert.True(built.Dropped.IsEmpty, built.Dropped.IsEmpty ? string.Empty : $"not let in: {built.Dropped[0].Reason}");
        Assert.Equal(transactions.Count, built.Executed.Receipts.Length);
        Blocks.Add(built.Block);
        Commit(built.Executed);
        return built.Executed.Receipts;
    }

    /// <summary>Empty blocks.</summary>
    public void Advance(int blocks = 1)
    {
        for (int i = 0; i < blocks; i++)
        {
            Block();
        }
    }

    /// <summary>Empty blocks until the last one has this height.</summary>
    public void AdvanceTo(ulong height)
    {
        while (Height.Value < height)
        {
            Block();
        }
    }

    /// <summary>Re-executes every block from genesis as an auditor does, and compares every root. Invariants were checked already.</summary>
    public void Replay()
    {
        LedgerVerifier verifier = Required(LedgerVerifier.Create(Document, new CatalogIndex(Catalog.Catalog), checkInvariants: false));
        Result result = verifier.Replay(Blocks);
        Assert.True(result.IsOk, result.Refusal?.ToString());
        Assert.Equal(Ledger.Header.StateRoot, verifier.Current.Header.StateRoot);
    }

    public VerifiedTransaction Sign(TestMessage message, ulong nonce)
    {
        TestAccount from = message.From;
        TransactionBody body = new(
            Chain, from.Id, from.Key.PublicKey, nonce, new Height(Height.Value + 100), new Credits(ulong.MaxValue), message.Module, message.Type, message.Payload);
        return Required(VerifiedTransaction.Verify(SignedTransaction.Sign(body, from.Key), Chain, TransactionLimits.Default));
    }

    /// <summary>A value, or a failed test that names the refusal.</summary>
    public static T Required<T>(Result<T> result) =>
        result.TryGet(out T value, out Refusal? refusal) ? value : throw new InvalidOperationException(refusal.ToString());

    private BuiltBlock Build(IReadOnlyList<VerifiedTransaction> transactions)
    {
        BlockHeader parent = Ledger.Header;
        Epoch epoch = parent.ClosesEpoch ? parent.Epoch.Next : parent.Epoch;
        Height height = parent.Height.Next;
        SigningKey proposer = ProposerOf(height, parent.ClosesEpoch);
        VrfProof proof = Vrf.Prove(proposer, Beacon.InputFor(State, height));
        BlockDraft draft = new(epoch, new View(parent.View.Value + 1), parent.TimeMs + 1, proposer.PublicKey, proof);
        return Required(_builder.Build(Ledger, draft, transactions));
    }

    private SigningKey ProposerOf(Height height, bool newEpoch)
    {
        Primitives.Validators.ValidatorSet seats = newEpoch ? ValidatorSchedule.Next(State) : ValidatorSchedule.Current(State);
        PublicKey key = seats[(int)(height.Value % (ulong)seats.Count)].Key;
        return _genesis.Seats.First(seat => seat.PublicKey == key);
    }

    private void Commit(ExecutedBlock block)
    {
        _state.Apply(block.Writes);
        TreeUpdate tree = block.Tree!;
        _nodes.Add(tree);
        _nodes.Prune(tree);
        Ledger = LedgerState.Base(block.Header, _state, _nodes);
        Last = block;
        Events.AddRange(block.Events.Begin);
        foreach (Receipt receipt in block.Receipts)
        {
            Assert.True(receipt.Reason != LedgerErrors.HandlerFailed, $"a handler threw at height {block.Header.Height}");
            Events.AddRange(receipt.Events);
        }

        Events.AddRange(block.Events.End);
        Assert.DoesNotContain(block.Events.Begin.Concat(block.Events.End), static e => string.Equals(e.Name, "ledger.hook_failed", StringComparison.Ordinal));
        Result invariants = LedgerVerifier.CheckInvariants(Catalog, _state);
        Assert.True(invariants.IsOk, $"height {block.Header.Height}: {invariants.Refusal}");
    }
}
