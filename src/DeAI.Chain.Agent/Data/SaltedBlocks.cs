using System.Collections.Immutable;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Learning;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Data;

/// <summary>Blocks with their salts under one root.</summary>
public sealed class SaltedBlocks
{
    private readonly ImmutableArray<Hash256> _leaves;

    internal SaltedBlocks(ImmutableArray<DataBlock> blocks, ImmutableArray<Bytes32> salts)
    {
        Blocks = blocks;
        Salts = salts;
        Hash256[] leaves = new Hash256[blocks.Length];
        for (int i = 0; i < leaves.Length; i++)
        {
            leaves[i] = blocks[i].SaltedLeaf(salts[i]);
        }

        _leaves = [.. leaves];
        Root = MerkleTree.Root(leaves);
    }

    public ImmutableArray<DataBlock> Blocks { get; }

    public ImmutableArray<Bytes32> Salts { get; }

    public Hash256 Root { get; }

    public uint Count => (uint)Blocks.Length;

    /// <summary>The path from a block's leaf to the root.</summary>
    public MerkleProof Prove(int index) => MerkleTree.Prove(_leaves.AsSpan(), index);
}
