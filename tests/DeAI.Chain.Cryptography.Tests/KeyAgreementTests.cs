using System.Text.Json;
using DeAI.Chain.Primitives;
using DeAI.Chain.Tests;
using Xunit.Abstractions;

namespace DeAI.Chain.Cryptography.Tests;

public sealed class KeyAgreementTests(ITestOutputHelper output)
{
    [Fact]
    public void TryAgree_Wycheproof_GivesTheSecretOrRefusesTheZeroOne()
    {
        if (!VectorFiles.TryOpen("wycheproof_x25519.json", output, out JsonDocument document))
        {
            return;
        }

        int refused = 0;
        int tests = 0;
        byte[] shared = new byte[32];
        foreach (JsonElement test in document.Groups().SelectMany(g => g.Tests()))
        {
            tests++;
            using KeyAgreementKey key = KeyAgreementKey.FromSeed(test.Bytes("private"));
            byte[] expected = test.Bytes("shared");
            bool agreed = key.TryAgree(new Bytes32(test.Bytes("public")), shared);
            Assert.True(agreed == expected.Any(b => b != 0), test.Name());
            Assert.Equal(expected, shared);
            refused += agreed ? 0 : 1;
        }

        output.WriteLine($"{tests} tests, {refused} all-zero secrets refused");
        Assert.Equal(518, tests);
        Assert.True(refused > 0);
    }

    [Fact]
    public void TryAgree_TwoKeys_Agree()
    {
        using KeyAgreementKey a = KeyAgreementKey.FromSeed(Ed25519Tests.Seed(1));
        using KeyAgreementKey b = KeyAgreementKey.FromSeed(Ed25519Tests.Seed(2));
        byte[] first = new byte[32];
        byte[] second = new byte[32];
        Assert.True(a.TryAgree(b.PublicKey, first));
        Assert.True(b.TryAgree(a.PublicKey, second));
        Assert.Equal(first, second);
        Assert.False(a.TryAgree(default, first));
        Assert.All(first, x => Assert.Equal(0, x));
    }

    [Fact]
    public void TryAgree_AfterDispose_Throws()
    {
        KeyAgreementKey key = KeyAgreementKey.FromSeed(Ed25519Tests.Seed(1));
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.TryAgree(key.PublicKey, new byte[32]));
    }
}
