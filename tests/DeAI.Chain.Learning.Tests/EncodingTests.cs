using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Learning.Tests;

public sealed class EncodingTests
{
    private static readonly TestTask Member = new(blocks: 3, steps: 2, every: 1);

    private const string Pinned = "82a89f0e1d3a11d1bc8cab1cc42aaeb15120907491fe949422af2b1159b249dd";

    [Fact]
    public void Decode_Encoded_IsTheSameValue()
    {
        RoundTrip(TestTask.Specification);
        RoundTrip(TestTask.Schema);
        RoundTrip(TestTask.Start);
        RoundTrip(Member.Run.Final);
        RoundTrip(Member.Run.Update);
        RoundTrip(Member.Run.Transcript);
        RoundTrip(Member.Run.Commitment);
        RoundTrip(Member.Plan);
        RoundTrip(Member.Blocks[0]);
        RoundTrip(Member.Honest.Opening);
        RoundTrip(new LearningRateStep(ulong.MaxValue, -1, int.MinValue));
    }

    [Fact]
    public void Decode_EveryTruncation_IsRefused()
    {
        Truncations(TestTask.Specification);
        Truncations(Member.Run.Transcript);
        Truncations(Member.Plan);
        Truncations(TestTask.Schema);
    }

    [Fact]
    public void Decode_RandomDamageOfAnOpening_NeverThrows()
    {
        byte[] bytes = Canonical.Encode(Member.Honest.Opening);
        Random random = new(3);
        for (int i = 0; i < 500; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[random.Next(i % 2 == 0 ? 300 : bytes.Length)] = (byte)random.Next(256);
            Result<Opening> decoded = Canonical.Decode<Opening>(damaged);
            Assert.True(!decoded.IsOk || Canonical.Encode(decoded.Value).AsSpan().SequenceEqual(damaged));
            if (decoded.IsOk && decoded.Value != Member.Honest.Opening)
            {
                Assert.False(TestTask.Verify(Member.Honest with { Opening = decoded.Value }).IsOk);
            }
        }
    }

    [Fact]
    public void Decode_WeightsOfOddLength_IsRefused()
    {
        CanonicalWriter writer = new();
        writer.WriteBinary([1, 2, 3]);
        Assert.Equal(EncodingErrors.WrongLength, Canonical.Decode<ModelWeights>(writer.WrittenSpan).Refusal!.Code);
        writer.Clear();
        writer.WriteBinary([1, 2, 3]);
        Assert.Equal(EncodingErrors.WrongLength, Canonical.Decode<DataBlock>(writer.WrittenSpan).Refusal!.Code);
    }

    [Fact]
    public void Digests_OfFixedValues_ArePinned()
    {
        string all = string.Join(
            "\n",
            TestTask.Specification.Id,
            TestTask.Schema.Id,
            TestTask.Start.Hash,
            new ModelState([1, -2], [3, 4]).Digest,
            new ModelUpdate([1, -1]).Hash,
            Member.Run.Transcript.Root,
            Opening.DataRoot([new DataBlock(new Blob(new byte[256]))], [TestTask.Seed(1).Value]),
            ModelSpecification.FrozenTablesHash);
        string found = DomainHash.Of("test.pins", System.Text.Encoding.ASCII.GetBytes(all)).ToString();
        Assert.True(found == Pinned, $"found {found}:\n{all}");
    }

    [Fact]
    public void Length_OfABlock_IsItsRowsAndLittleMore()
    {
        byte[] bytes = Canonical.Encode(Member.Blocks[0]);
        Assert.Equal(256 * (TestTask.Features + 2), DataBlock.LengthFor(TestTask.Features));
        Assert.InRange(bytes.Length, DataBlock.LengthFor(TestTask.Features), DataBlock.LengthFor(TestTask.Features) + 5);
    }

    private static void RoundTrip<T>(T value)
        where T : ICanonical<T>, IEquatable<T>
    {
        byte[] bytes = Canonical.Encode(value);
        Result<T> decoded = Canonical.Decode<T>(bytes);
        Assert.True(decoded.IsOk, decoded.Refusal?.ToString());
        Assert.True(value.Equals(decoded.Value), typeof(T).Name);
        Assert.Equal(bytes, Canonical.Encode(decoded.Value));
    }

    private static void Truncations<T>(T value)
        where T : ICanonical<T>
    {
        byte[] bytes = Canonical.Encode(value);
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.False(Canonical.Decode<T>(bytes.AsSpan(0, length)).IsOk);
        }
    }
}
