using System.Security.Cryptography;
using System.Text;
using DeAI.Chain.Cryptography.Lanes;
using DeAI.Chain.Primitives;
using Xunit.Abstractions;

namespace DeAI.Chain.Cryptography.Tests;

/// <summary>SHA-256 side by side against the framework's, which has no part in it.</summary>
public sealed class HashLanesTests(ITestOutputHelper output)
{
    private readonly Random _random = new(20261122);

    [Fact]
    public void AreUsed_Here_IsWhatTheProcessorAllows()
    {
        bool allowed = Supported() && !HashLanes.HasShaExtensions();
        output.WriteLine($"SHA-256 in lanes: {HashLanes.AreUsed}");
        Assert.Equal(allowed, HashLanes.AreUsed);
    }

    [Fact]
    public void PassesSelfTest_Here_Holds() => Assert.True(!Supported() || HashLanes.PassesSelfTest());

    [Fact]
    public void HashMany_EveryLengthAndCount_EqualsTheFramework()
    {
        byte[] data = Bytes(400);
        for (int length = 0; length <= 300; length++)
        {
            Check([], [.. Enumerable.Range(0, length % 41).Select(i => data.AsMemory(i, length))]);
        }

        for (int count = 0; count <= 40; count++)
        {
            Check(data.AsSpan(0, count), [.. Enumerable.Range(0, count).Select(i => data.AsMemory(i, 55 + count))]);
        }
    }

    [Fact]
    public void HashMany_MixedLengths_EqualsTheFramework()
    {
        byte[] data = Bytes(5000);
        for (int round = 0; round < 300; round++)
        {
            int most = round % 10 == 0 ? data.Length : 300;
            byte[] prefix = Bytes(_random.Next(130));
            Check(prefix, [.. Enumerable.Range(0, _random.Next(50)).Select(_ => data.AsMemory(0, _random.Next(most)))]);
        }
    }

    [Fact]
    public void HashGroup_EveryLengthInEveryCompany_EqualsTheFramework()
    {
        if (!Supported())
        {
            return;
        }

        byte[] data = Bytes(600);
        Hash256[] digests = new Hash256[Sha256Lanes.Width];
        for (int length = 0; length <= 300; length++)
        {
            int count = 1 + (length % digests.Length);
            Blob[] messages = [.. Enumerable.Range(0, count).Select(lane => new Blob(data.AsMemory(lane, (lane & 1) == 0 ? length : 300 - length)))];
            HashLanes.HashGroup(data.AsSpan(0, length % 70), messages, digests.AsSpan(0, count));
            for (int lane = 0; lane < count; lane++)
            {
                Assert.Equal(Framework(data.AsSpan(0, length % 70), messages[lane].Span), digests[lane]);
            }
        }
    }

    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    [InlineData(
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")]
    public void HashGroup_ExampleOfFips180_GivesItsDigestInEveryLane(string text, string digest)
    {
        if (Supported())
        {
            AssertInEveryLane(Encoding.ASCII.GetBytes(text), digest);
        }
    }

    [Fact]
    public void HashGroup_MillionTimesTheLetterA_GivesTheDigestOfFips180()
    {
        if (Supported())
        {
            AssertInEveryLane(Encoding.ASCII.GetBytes(new string('a', 1_000_000)), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
        }
    }

    [Fact]
    public void HashPairs_EveryCount_EqualsTheFramework()
    {
        for (int count = 0; count <= 70; count++)
        {
            byte tag = (byte)_random.Next(256);
            Hash256[] pairs = [.. Enumerable.Range(0, 2 * count).Select(_ => new Hash256(Bytes(32)))];
            Hash256[] expected = [.. pairs.Chunk(2).Select(pair => Framework([tag], [.. pair[0].ToArray(), .. pair[1].ToArray()]))];

            Hash256[] digests = new Hash256[count];
            Sha256.HashPairs(tag, pairs, digests);
            Assert.Equal(expected, digests);
            Assert.Equal(expected, pairs.Chunk(2).Select(pair => Sha256.HashPair(tag, pair[0], pair[1])));

            Sha256.HashPairs(tag, pairs, pairs.AsSpan(0, count));
            Assert.Equal(expected, pairs[..count]);
        }
    }

    [Fact]
    public void Many_SomeMessages_EqualsOneByOne()
    {
        Blob[] messages = [.. Enumerable.Range(0, 37).Select(i => new Blob(Bytes(i * 9)))];
        Hash256[] digests = new Hash256[messages.Length];
        DomainHash.Many("deai.test.v1", messages, digests);

        Assert.Equal(messages.Select(static message => DomainHash.Of("deai.test.v1", message.Span)), digests);
        Assert.Equal(messages.Select(static message => MerkleTree.LeafHash(message.Span)), MerkleTree.LeafHashes(messages));
    }

    [Fact]
    public void HashMany_RoomForOthers_Throws()
    {
        Assert.Throws<ArgumentException>(static () => Sha256.HashMany(new Blob[3], new Hash256[4]));
        Assert.Throws<ArgumentException>(static () => Sha256.HashPairs(1, new Hash256[7], new Hash256[4]));
        Assert.Throws<ArgumentException>(static () => DomainHash.Many("x", new Blob[3], new Hash256[3]));
    }

    [Fact]
    public void HashMany_Repeated_AllocatesNothing()
    {
        Blob[] messages = new Blob[32];
        Hash256[] pairs = new Hash256[64];
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Run();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Run()
        {
            Sha256.HashMany(messages, pairs.AsSpan(0, messages.Length));
            Sha256.HashPairs(1, pairs, pairs.AsSpan(0, pairs.Length / 2));
        }
    }

    private static void AssertInEveryLane(byte[] message, string digest)
    {
        Blob[] messages = [.. Enumerable.Repeat(new Blob(message), Sha256Lanes.Width)];
        Hash256[] digests = new Hash256[messages.Length];
        HashLanes.HashGroup([], messages, digests);
        Assert.All(digests, each => Assert.Equal(digest, each.ToString()));
    }

    private static void Check(ReadOnlySpan<byte> prefix, ReadOnlyMemory<byte>[] messages)
    {
        Hash256[] digests = new Hash256[messages.Length];
        Sha256.HashMany(prefix, [.. messages.Select(static message => new Blob(message))], digests);
        for (int i = 0; i < messages.Length; i++)
        {
            Assert.Equal(Framework(prefix, messages[i].Span), digests[i]);
        }
    }

    private static Hash256 Framework(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> message) => new(SHA256.HashData([.. prefix, .. message]));

    private bool Supported()
    {
        if (!Sha256Lanes.IsSupported)
        {
            output.WriteLine("skipped: this processor has no AVX-512, so the library hashes everything here");
        }

        return Sha256Lanes.IsSupported;
    }

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
