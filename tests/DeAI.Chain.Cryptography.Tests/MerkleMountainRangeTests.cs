using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Cryptography.Tests;

public sealed class MerkleMountainRangeTests
{
    [Fact]
    public void Append_AnyCount_CommitsToTheTreeOfAllDigestsAndTheirNumber()
    {
        MerkleMountainRange range = MerkleMountainRange.Empty;
        Hash256[] leaves = MerkleTreeTests.Leaves(130);
        for (int count = 0; count < leaves.Length; count++)
        {
            byte[] text = new byte[40];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(text, (ulong)count);
            MerkleTree.Root(leaves.AsSpan(0, count)).CopyTo(text.AsSpan(8));
            Assert.Equal((ulong)count, range.Count);
            Assert.Equal(DomainHash.Of("deai.mmr.v1", text), range.Root);
            Assert.Equal(System.Numerics.BitOperations.PopCount((uint)count), range.Peaks.Count);
            Assert.Equal(range, Canonical.Decode<MerkleMountainRange>(Canonical.Encode(range)).Value);
            range = range.Append(leaves[count]);
        }
    }

    [Fact]
    public void Append_Twice_LeavesTheOriginalAsItWas()
    {
        Hash256[] leaves = MerkleTreeTests.Leaves(4);
        MerkleMountainRange three = MerkleMountainRange.Empty.Append(leaves[0]).Append(leaves[1]).Append(leaves[2]);
        Hash256 root = three.Root;
        MerkleMountainRange a = three.Append(leaves[3]);
        MerkleMountainRange b = three.Append(leaves[0]);
        Assert.Equal(root, three.Root);
        Assert.NotEqual(a.Root, b.Root);
        Assert.NotEqual(a, b);
        Assert.Equal(a, three.Append(leaves[3]));
    }

    [Fact]
    public void Verify_EveryDigest_HoldsOnlyAtItsPlaceAndCount()
    {
        Hash256[] leaves = MerkleTreeTests.Leaves(21);
        Hash256 root = leaves.Aggregate(MerkleMountainRange.Empty, (range, leaf) => range.Append(leaf)).Root;
        for (int i = 0; i < leaves.Length; i++)
        {
            MerkleProof proof = MerkleTree.Prove(leaves, i);
            Assert.True(MerkleMountainRange.Verify(root, proof, leaves[i]));
            Assert.False(MerkleMountainRange.Verify(root, proof, leaves[(i + 1) % leaves.Length]));
            for (ulong count = 0; count < 64; count++)
            {
                Assert.Equal(count == 21, MerkleMountainRange.Verify(root, proof with { Count = count }, leaves[i]));
            }
        }
    }

    [Fact]
    public void Prove_FromEarlierRanges_IsTheProofFromAllDigests()
    {
        Hash256[] leaves = MerkleTreeTests.Leaves(70);
        List<MerkleMountainRange> ranges = [MerkleMountainRange.Empty];
        foreach (Hash256 leaf in leaves)
        {
            ranges.Add(ranges[^1].Append(leaf));
        }

        for (int count = 1; count <= leaves.Length; count++)
        {
            for (int i = 0; i < count; i++)
            {
                MerkleProof proof = ranges[count].Prove((ulong)i, at => ranges[(int)at], at => leaves[at]);
                Assert.Equal(MerkleTree.Prove(leaves.AsSpan(0, count), i), proof);
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => ranges[3].Prove(3, at => ranges[(int)at], at => leaves[at]));
    }

    [Fact]
    public void Decode_PeaksDoNotFitTheCount_IsRefused()
    {
        CanonicalWriter writer = new();
        writer.WriteArrayHeader(2);
        writer.Write(3UL);
        writer.WriteArrayHeader(1);
        writer.Write(MerkleTree.EmptyRoot);
        Assert.Equal(CryptographyErrors.BadPeaks, Canonical.Decode<MerkleMountainRange>(writer.WrittenSpan).Refusal!.Code);
    }

    [Fact]
    public void Append_RangeIsFull_Throws()
    {
        CanonicalWriter writer = new();
        writer.WriteArrayHeader(2);
        writer.Write(ulong.MaxValue);
        writer.WriteArrayHeader(64);
        for (int i = 0; i < 64; i++)
        {
            writer.Write(MerkleTree.EmptyRoot);
        }

        MerkleMountainRange full = Canonical.Decode<MerkleMountainRange>(writer.WrittenSpan).Value;
        Assert.Throws<OverflowException>(() => full.Append(MerkleTree.EmptyRoot));
    }
}
