using System.Buffers.Binary;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Training.Messages;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Tests.Testing;

/// <summary>A member with its rows: synthetic, separable, different for each.</summary>
public sealed class TestMember
{
    public const int Features = 8;

    public TestMember(TestAccount account, int seed, int blocks = 4)
    {
        Account = account;
        Blocks = [.. Enumerable.Range(0, blocks).Select(i => Block((seed * 1000) + i))];
        Salts = [.. Enumerable.Range(0, blocks).Select(i => Salt((seed * 1000) + i))];
        Renew(seed);
    }

    public TestAccount Account { get; }

    public DataBlock[] Blocks { get; set; }

    public Bytes32[] Salts { get; set; }

    public DataBlock[] HoldoutBlocks { get; private set; } = [];

    public Bytes32[] HoldoutSalts { get; private set; } = [];

    public Hash256 DataSet { get; set; }

    public Hash256 DataRoot => Opening.DataRoot(Blocks, Salts);

    public Hash256 HoldoutRoot => Opening.DataRoot(HoldoutBlocks, HoldoutSalts);

    public Bytes32 UpdateSalt => Salt((int)Account.Organisation.Value + 7_000_000);

    /// <summary>Fresh hold-out rows: each root serves once in a task.</summary>
    public void Renew(int seed)
    {
        HoldoutBlocks = [.. Enumerable.Range(0, 3).Select(i => Block((seed * 1000) + 500 + i))];
        HoldoutSalts = [.. Enumerable.Range(0, 3).Select(i => Salt((seed * 1000) + 500 + i))];
    }

    /// <summary>The chosen hold-out blocks with their paths.</summary>
    public Sequence<RevealedBlock> Reveal(Sequence<int> chosen)
    {
        Hash256[] leaves = [.. HoldoutBlocks.Select((block, i) => block.SaltedLeaf(HoldoutSalts[i]))];
        return Sequence.From(chosen.Select(i => new RevealedBlock(HoldoutSalts[i], HoldoutBlocks[i], MerkleTree.Prove(leaves, i))));
    }

    public static RowSchema Ranges { get; } = RowSchema.Uniform(Features, -127, 127, -120, 240);

    public static DataBlock Block(int seed)
    {
        Random random = new(seed);
        sbyte[] features = new sbyte[ModelSpecification.BatchRows * Features];
        int[] delays = new int[ModelSpecification.BatchRows];
        for (int row = 0; row < delays.Length; row++)
        {
            Span<sbyte> line = features.AsSpan(row * Features, Features);
            for (int i = 0; i < Features; i++)
            {
                line[i] = (sbyte)random.Next(-127, 128);
            }

            delays[row] = Math.Clamp(15 + ((line[0] + line[1] - line[2]) / 3), -60, 180);
        }

        return DataBlock.Create(features, delays);
    }

    private static Bytes32 Salt(int seed)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, seed);
        return Sha256.Hash(bytes).Value;
    }
}
