using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Simulation.Cluster;

namespace DeAI.Chain.Simulation.Tests;

/// <summary>What it remembers is what the arithmetic says, for the very key and message, and nothing else is believed.</summary>
public sealed class SignatureMemoryTests
{
    private static readonly SigningKey Key = SigningKey.FromSeed(new byte[32]);
    private static readonly SigningKey Other = SigningKey.FromSeed([.. Enumerable.Repeat((byte)7, 32)]);

    [Fact]
    public void Verify_WhatWasSignedHere_HoldsForThatKeyAndMessageOnly()
    {
        SignatureMemory memory = new();
        for (byte i = 0; i < 64; i++)
        {
            byte[] message = [i, 1, 2];
            Signature signature = Key.Sign(message);
            memory.Signed(Key.PublicKey, message, signature);
            Assert.True(memory.Verify(Key.PublicKey, message, signature));
            Assert.False(memory.Verify(Key.PublicKey, [i, 1, 3], signature));
            Assert.False(memory.Verify(Other.PublicKey, message, signature));
        }
    }

    [Fact]
    public void Verify_ReplicaThatSignsWrongly_IsFoundOut()
    {
        // One in sixteen is computed, so of many wrong ones some are refused whatever was said of them.
        SignatureMemory memory = new();
        int refused = 0;
        for (byte i = 0; i < 200; i++)
        {
            byte[] message = [i];
            Signature wrong = Key.Sign([i, i]);
            memory.Signed(Key.PublicKey, message, wrong);
            refused += memory.Verify(Key.PublicKey, message, wrong) ? 0 : 1;
        }

        Assert.InRange(refused, 1, 60);
    }

    [Fact]
    public void Verify_BeaconProof_HasTheOutputOfTheArithmetic()
    {
        SignatureMemory memory = new();
        for (byte i = 0; i < 24; i++)
        {
            byte[] alpha = [i];
            VrfProof proof = Vrf.Prove(Key, alpha);
            memory.Proved(Key.PublicKey, alpha, proof);
            Assert.True(memory.Verify(Key.PublicKey, alpha, proof, out VrfOutput remembered));
            Assert.True(Vrf.TryVerify(Key.PublicKey, alpha, proof, out VrfOutput computed));
            Assert.Equal(computed, remembered);
            Assert.False(memory.Verify(Other.PublicKey, alpha, proof, out _));
            Assert.False(memory.Verify(Key.PublicKey, [i, 0], proof, out _));
        }
    }
}
