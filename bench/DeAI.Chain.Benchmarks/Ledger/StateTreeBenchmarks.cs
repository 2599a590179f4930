using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Benchmarks.Ledger;

/// <summary>
/// The tree update of 1,000 transfers, that is 2,000 changed accounts, without storage: the nodes that it reads are alone in memory. The
/// hashes of 32,768 tree nodes stand beside it, since machines differ and are shared.
/// </summary>
[MemoryDiagnoser]
public class StateTreeBenchmarks
{
    private const int Changed = 2_000;

    private readonly Dictionary<NodeKey, Blob> _touched = [];
    private StateChange[] _changes = [];
    private ulong _version;

    [Params(10_000, 1_000_000)]
    public int Accounts { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        StateChange[] all = new StateChange[Accounts];
        for (int i = 0; i < Accounts; i++)
        {
            all[i] = new StateChange(Key(i), Value(i));
        }

        MemoryNodeStore nodes = new();
        nodes.Add(StateTree.Apply(nodes, null, 0, []));
        foreach (StateChange[] chunk in all.Chunk(50_000))
        {
            TreeUpdate update = StateTree.Apply(nodes, _version, ++_version, chunk);
            nodes.Add(update);
            nodes.Prune(update);
        }

        _changes = new StateChange[Changed];
        for (int i = 0; i < Changed; i++)
        {
            int account = (int)(((long)i * Accounts) / Changed);
            _changes[i] = new StateChange(Key(account), Value(account + 1));
        }

        _ = StateTree.Apply(new Recorder(nodes, _touched), _version, _version + 1, _changes);
    }

    [Benchmark]
    public TreeUpdate Apply() => StateTree.Apply(new Touched(_touched), _version, _version + 1, _changes);

    [Benchmark(Baseline = true)]
    public Hash256 Hash32768Nodes()
    {
        Hash256 hash = default;
        for (int i = 0; i < 32_768; i++)
        {
            hash = TreeHash.Inner(hash, hash);
        }

        return hash;
    }

    private static Blob Key(int account)
    {
        byte[] key = new byte[35];
        key[1] = 2;
        key[2] = 1;
        BinaryPrimitives.WriteInt32BigEndian(key.AsSpan(3), account);
        return new Blob(key);
    }

    private static Blob Value(int number)
    {
        byte[] value = new byte[64];
        BinaryPrimitives.WriteInt32BigEndian(value, number + 1);
        return new Blob(value);
    }

    private sealed class Recorder(INodeReader below, Dictionary<NodeKey, Blob> touched) : INodeReader
    {
        public bool TryGet(NodeKey key, out Blob node)
        {
            bool found = below.TryGet(key, out node);
            touched[key] = node;
            return found;
        }
    }

    private sealed class Touched(Dictionary<NodeKey, Blob> nodes) : INodeReader
    {
        public bool TryGet(NodeKey key, out Blob node) => nodes.TryGetValue(key, out node);
    }
}
