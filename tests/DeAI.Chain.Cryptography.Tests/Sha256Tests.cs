using System.Security.Cryptography;
using DeAI.Chain.Cryptography.OpenSsl;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Cryptography.Tests;

public sealed class Sha256Tests
{
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void Hash_ExampleOfFips180_GivesItsDigest(string text, string digest) =>
        Assert.Equal(digest, Sha256.Hash(System.Text.Encoding.ASCII.GetBytes(text)).ToString());

    [Fact]
    public void IsAvailable_OnThisMachine_LibcryptoServes() =>
        Assert.True(OpenSslNative.IsAvailable || !OperatingSystem.IsLinux(), "libcrypto 3 is missing: hashing falls back to the framework.");

    [Fact]
    public void Hash_AnyLengthAndSplit_EqualsTheFramework()
    {
        byte[] data = new byte[5000];
        new Random(1).NextBytes(data);
        int[] lengths = [.. Enumerable.Range(0, 200), 2047, 2048, 2049, 4095, 4096, 5000];
        foreach (int length in lengths)
        {
            ReadOnlySpan<byte> all = data.AsSpan(0, length);
            Hash256 expected = new(SHA256.HashData(all));
            ReadOnlySpan<byte> first = all[..(length / 3)];
            ReadOnlySpan<byte> second = all[(length / 3)..(length / 2)];
            ReadOnlySpan<byte> third = all[(length / 2)..];

            Assert.Equal(expected, Sha256.Hash(all));
            Assert.Equal(expected, Sha256.Hash(first, all[(length / 3)..]));
            Assert.Equal(expected, Sha256.Hash(first, second, third));
            Assert.Equal(expected, Sha256.HashByFramework(first, second, third));
            Assert.Equal(expected, Sha256.HashByFramework(all, default, default));
        }
    }

    [Fact]
    public void Hash_ManyThreads_AgreeWithTheFramework()
    {
        Parallel.For(0, 2000, i =>
        {
            byte[] data = BitConverter.GetBytes(i);
            Assert.Equal(new Hash256(SHA256.HashData(data)), Sha256.Hash(data));
        });
    }

    [Fact]
    public void Hash_Repeated_AllocatesNothing()
    {
        byte[] data = new byte[64];
        Sha256.Hash(data, data, data);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Sha256.Hash(data, data, data);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void GetHashAndReset_Pieces_EqualsTheWholeAndStartsAnew()
    {
        using IncrementalSha256 hash = new();
        hash.Append("ab"u8);
        hash.Append(default);
        hash.Append("c"u8);
        Assert.Equal(Sha256.Hash("abc"u8), hash.GetHashAndReset());
        Assert.Equal(Sha256.Hash(default), hash.GetHashAndReset());
    }
}
