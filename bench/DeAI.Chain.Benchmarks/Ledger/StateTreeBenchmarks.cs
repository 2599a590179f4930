using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Benchmarks.Ledger;

/// <summary>The tree update of 1,000 transfers, that is 2,000 changed accounts, without storage: nodes are in memory.</summary>
[MemoryDiagnoser]
public class StateTreeBenchmarks
{
    private const int Changed = 2_000;

    private readonly MemoryNodeStore _nodes = new();
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

        _nodes.Add(StateTree.Apply(_nodes, null, 0, []));
        foreach (StateChange[] chunk in all.Chunk(50_000))
        {
            TreeUpdate update = StateTree.Apply(_nodes, _version, ++_version, chunk);
            _nodes.Add(update);
            _nodes.Prune(update);
        }

        _changes = new StateChange[Changed];
        for (int i = 0; i < Changed; i++)
        {
            int account = (int)(((long)i * Accounts) / Changed);
            _changes[i] = new StateChange(Key(account), Value(account + 1));
        }
    }

    [Benchmark]
    public TreeUpdate Apply() => StateTree.Apply(_nodes, _version, _version + 1, _changes);

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
}
