using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Cryptography.Tests;

public sealed class MerkleTreeTests
{
    /// <summary>The leaves that implementations of Certificate Transparency share for tests.</summary>
    private static readonly string[] TransparencyLeaves =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void Root_TransparencyLeaves_GivesTheKnownRoot(int count, string root)
    {
        Hash256[] leaves = [.. TransparencyLeaves.Take(count).Select(l => MerkleTree.LeafHash(Convert.FromHexString(l)))];
        Assert.Equal(root, MerkleTree.Root(leaves).ToString());
    }

    [Fact]
    public void Root_AnyCount_EqualsTheRecursiveDefinition()
    {
        for (int count = 1; count <= 130; count++)
        {
            Hash256[] leaves = Leaves(count);
            Assert.Equal(ByDefinition(leaves), MerkleTree.Root(leaves));
        }
    }

    [Fact]
    public void Prove_EveryLeafOfEverySmallTree_Verifies()
    {
        for (int count = 1; count <= 40; count++)
        {
            Hash256[] leaves = Leaves(count);
            Hash256 root = MerkleTree.Root(leaves);
            for (int i = 0; i < count; i++)
            {
                MerkleProof proof = MerkleTree.Prove(leaves, i);
                Assert.True(proof.Verify(root, leaves[i]));
                Assert.Equal(proof, Canonical.Decode<MerkleProof>(Canonical.Encode(proof)).Value);
            }
        }
    }

    [Fact]
    public void Verify_AnythingChanged_IsFalse()
    {
        for (int count = 2; count <= 20; count++)
        {
            Hash256[] leaves = Leaves(count);
            Hash256 root = MerkleTree.Root(leaves);
            for (int i = 0; i < count; i++)
            {
                MerkleProof proof = MerkleTree.Prove(leaves, i);
                Hash256 other = leaves[(i + 1) % count];
                Assert.False(proof.Verify(root, other));
                Assert.False(proof.Verify(other, leaves[i]));
                Assert.False((proof with { Index = (ulong)((i + 1) % count) }).Verify(root, leaves[i]));
                Assert.False((proof with { Index = proof.Count }).Verify(root, leaves[i]));
                Assert.False((proof with { Count = 0 }).Verify(root, leaves[i]));
                Assert.False((proof with { Count = ulong.MaxValue }).Verify(root, leaves[i]));
                Assert.False((proof with { Path = Sequence.From(proof.Path.Skip(1)) }).Verify(root, leaves[i]));
                Assert.False((proof with { Path = Sequence.From(proof.Path.SkipLast(1)) }).Verify(root, leaves[i]));
                Assert.False((proof with { Path = Sequence.From(proof.Path.Append(root)) }).Verify(root, leaves[i]));
                for (int s = 0; s < proof.Path.Count; s++)
                {
                    Hash256[] path = [.. proof.Path];
                    path[s] = Sha256.Hash(path[s].ToArray());
                    Assert.False((proof with { Path = Sequence.Create<Hash256>(path) }).Verify(root, leaves[i]));
                }
            }
        }
    }

    [Fact]
    public void Verify_NodeOfferedAsLeaf_IsFalse()
    {
        Hash256[] leaves = Leaves(4);
        Hash256 left = MerkleTree.NodeHash(leaves[0], leaves[1]);
        Hash256 right = MerkleTree.NodeHash(leaves[2], leaves[3]);
        byte[] nodeAsData = [1, .. leaves[0].ToArray(), .. leaves[1].ToArray()];
        MerkleProof proof = new(0, 2, [right]);

        Assert.True(proof.Verify(MerkleTree.Root(leaves), left)); // The count is not in the root, so a holder of the hash can say this much,
        Assert.NotEqual(left, MerkleTree.LeafHash(nodeAsData)); // but no data has that leaf hash.
    }

    [Fact]
    public void Prove_NoSuchLeaf_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.Prove(default, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.Prove(Leaves(3), 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.Prove(Leaves(3), -1));
    }

    [Fact]
    public void Decode_PathTooLong_IsRefused()
    {
        MerkleProof proof = new(0, ulong.MaxValue, Sequence.From(Leaves(65)));
        Assert.Equal(EncodingErrors.TooLong, Canonical.Decode<MerkleProof>(Canonical.Encode(proof)).Refusal!.Code);
    }

    [Fact]
    public void Verify_RandomProofs_NeverThrowsAndIsFalse()
    {
        Random random = new(7);
        Hash256[] some = Leaves(70);
        for (int i = 0; i < 20_000; i++)
        {
            ulong count = (ulong)random.NextInt64() >> random.Next(64);
            MerkleProof proof = new((ulong)random.NextInt64() >> random.Next(64), count, Sequence.From(some.Take(random.Next(70))));
            Assert.False(proof.Verify(some[69], some[0]) && proof.Path.Count > 0);
        }
    }

    internal static Hash256[] Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => MerkleTree.LeafHash(BitConverter.GetBytes(i)))];

    private static Hash256 ByDefinition(ReadOnlySpan<Hash256> leaves)
    {
        if (leaves.Length == 1)
        {
            return leaves[0];
        }

        int split = 1;
        while (split * 2 < leaves.Length)
        {
            split *= 2;
        }

        byte[] node = [1, .. ByDefinition(leaves[..split]).ToArray(), .. ByDefinition(leaves[split..]).ToArray()];
        return new Hash256(System.Security.Cryptography.SHA256.HashData(node));
    }
}
