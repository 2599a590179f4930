using DeAI.Chain.Primitives;

namespace DeAI.Chain.Cryptography.Tests;

public sealed class SignatureVerifierTests
{
    private readonly Random _random = new(7);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Verify_GoodAndBadOfManyKeys_AnswersAsLibsodium(bool allowLanes)
    {
        SignatureVerifier verifier = new(capacity: 12, allowLanes);
        SigningKey[] keys = [.. Enumerable.Range(0, 20).Select(_ => SigningKey.FromSeed(Bytes(32)))];
        for (int round = 0; round < 60; round++)
        {
            SignatureCheck[] checks = [.. Enumerable.Range(0, _random.Next(40)).Select(_ => Check(keys))];
            bool[] good = new bool[checks.Length];
            verifier.Verify(checks, good);
            Assert.Equal(checks.Select(LanesTests.Sodium), good);
        }

        foreach (SigningKey key in keys)
        {
            key.Dispose();
        }
    }

    [Fact]
    public void Verify_FromManyThreads_AnswersAsLibsodium()
    {
        SignatureVerifier verifier = new(capacity: 4);
        SigningKey[] keys = [.. Enumerable.Range(0, 6).Select(_ => SigningKey.FromSeed(Bytes(32)))];
        SignatureCheck[][] batches = [.. Enumerable.Range(0, 64).Select(_ => Enumerable.Range(0, 20).Select(_ => Check(keys)).ToArray())];
        Parallel.ForEach(batches, checks =>
        {
            bool[] good = new bool[checks.Length];
            verifier.Verify(checks, good);
            Assert.Equal(checks.Select(LanesTests.Sodium), good);
        });
    }

    [Fact]
    public void Verify_NoRoomForAnswers_Throws() =>
        Assert.Throws<ArgumentException>(() => new SignatureVerifier().Verify(new SignatureCheck[2], new bool[1]));

    private SignatureCheck Check(SigningKey[] keys)
    {
        SigningKey key = keys[_random.Next(keys.Length)];
        byte[] message = Bytes(32);
        byte[] signature = key.Sign(message).ToArray();
        switch (_random.Next(6))
        {
            case 0:
                signature[_random.Next(64)] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                message = Bytes(32);
                break;
            case 2:
                key = keys[_random.Next(keys.Length)];
                break;
            default:
                break;
        }

        return new SignatureCheck(key.PublicKey, new Hash256(message), new Signature(signature));
    }

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
