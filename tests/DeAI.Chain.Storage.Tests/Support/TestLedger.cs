using System.Collections.Immutable;
using System.Security.Cryptography;
using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Storage.Tests.Support;

/// <summary>A store with genesis, and blocks with real state trees on top. Nothing but the store looks at them, so they carry no transactions.</summary>
internal sealed class TestLedger : IDisposable
{
    private const int Rows = 400;

    private readonly Random _random = new(7);
    private readonly CatalogIndex _catalog = new(new NoModules());

    public TestLedger(string directory)
    {
        Genesis = GenesisState.Build(Document(), _catalog).Value;
        Directory = directory;
        Store = Open(directory);
    }

    public string Directory { get; }

    public ExecutedBlock Genesis { get; }

    public ChainStore Store { get; private set; }

    /// <summary>The committed headers by height, with the whole state after each.</summary>
    public List<TestVersion> Versions { get; } = [];

    public static byte[] Key(int row) => [9, 9, 1, (byte)(row >> 8), (byte)row];

    /// <summary>Commits one block that changes this many rows.</summary>
    public ExecutedBlock Commit(int changes)
    {
        TestVersion before = Versions[^1];
        StateOverlay overlay = new(Store.State);
        Dictionary<int, Blob> rows = new(before.Rows);
        for (int i = 0; i < changes; i++)
        {
            int row = _random.Next(Rows);
            if (_random.Next(5) == 0 && rows.Remove(row))
            {
                overlay.Delete(Key(row));
                continue;
            }

            byte[] value = new byte[20 + _random.Next(60)];
            _random.NextBytes(value);
            rows[row] = new Blob(value);
            overlay.Put(Key(row), rows[row]);
        }

        WriteSet writes = overlay.ToWriteSet();
        ulong height = before.Block.Header.Height.Value + 1;
        TreeUpdate tree = StateTree.Apply(Store.Nodes, height - 1, height, writes.Changes);
        Ledger.Blocks.BlockHeader header = before.Block.Header with
        {
            Height = new Height(height),
            View = new View(height),
            Parent = before.Block.Digest,
            TimeMs = before.Block.Header.TimeMs + 1,
            StateRoot = tree.Root,
            BeaconProof = new VrfProof(new byte[VrfProof.Length].Select(static (_, i) => (byte)(i + 1)).ToArray()),
        };
        ExecutedBlock block = new(header, header.Digest, [], writes, tree, [], Ledger.Receipts.BlockEvents.Empty, default);
        Store.Commit([block], [], CertificateOf(block));
        Versions.Add(new TestVersion(block, rows));
        return block;
    }

    public void Reopen()
    {
        Store.Dispose();
        Store = Open(Directory);
    }

    public void Dispose() => Store.Dispose();

    public static Certificate CertificateOf(ExecutedBlock block) =>
        new(block.Header.Epoch, Vote.Finalize(block.Header.View, block.Digest), new Blob(new byte[] { 1 }), new Blob(new byte[64]));

    private ChainStore Open(string directory)
    {
        ChainStore store = ChainStore.Open(directory);
        if (store.Tip is null)
        {
            store.StoreGenesis(Genesis);
            Versions.Add(new TestVersion(Genesis, []));
        }

        return store;
    }

    private static GenesisDocument Document()
    {
        using SigningKey key = SigningKey.FromSeed(SHA256.HashData("validator"u8));
        return GenesisDocument.Parse(
            $$"""{"name": "store", "time_ms": 1000, "validators": [{"organisation": 1, "key": "{{key.PublicKey}}" }], "parameters": {}, "modules": {} }""").Value;
    }

    private sealed class NoModules : IModuleCatalog, ITransactionGate
    {
        public IReadOnlyList<IModule> Modules => [];

        public ITransactionGate Gate => this;

        public Result Admit(IStateReader state, TransactionBody body, Credits fee) => Result.Ok;

        public void Charge(IStateWriter state, TransactionBody body, Credits fee)
        {
        }
    }
}
