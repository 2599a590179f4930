namespace DeAI.Chain.Ledger.Tests.Tree;

public sealed class StateProofTests
{
    [Fact]
    public void Verify_EveryKeyAtEveryVersion_ProvesValueOrAbsence()
    {
        Random random = new(11);
        MemoryNodeStore nodes = new();
        SortedDictionary<Blob, Blob> model = new(KeyOrder.Instance);
        List<(Hash256 Root, Dictionary<Blob, Blob> State)> past = [];
        for (ulong version = 0; version < 40; version++)
        {
            List<StateChange> changes = StateTreeTests.RandomChanges(random, 40, 8);
            TreeUpdate update = StateTree.Apply(nodes, version == 0 ? null : version - 1, version, changes);
            nodes.Add(update);
            StateTreeTests.Apply(model, changes);
            past.Add((update.Root, new Dictionary<Blob, Blob>(model)));
        }

        for (int version = 0; version < past.Count; version++)
        {
            for (int number = 0; number < 50; number++)
            {
                Blob key = TestBytes.OfNumber(number);
                StateProof proof = StateTree.Prove(nodes, (ulong)version, key.Span).Value;
                proof = Canonical.Decode<StateProof>(Canonical.Encode(proof)).Value;

                ProvenValue? proven = proof.Verify(past[version].Root, key.Span).Value;

                Assert.Equal(past[version].State.TryGetValue(key, out Blob value) ? value : null, proven?.Value);
                Assert.False(proof.Verify(Sha256.Hash("another root"u8), key.Span).IsOk);
            }
        }
    }

    [Fact]
    public void Verify_AlteredAtEveryByte_IsRefused()
    {
        (MemoryNodeStore nodes, Hash256 root) = Filled(64);
        foreach (int number in new[] { 3, 17, 1001, 1002, 1003, 1004, 1005 })
        {
            Blob key = TestBytes.OfNumber(number);
            byte[] encoded = Canonical.Encode(StateTree.Prove(nodes, 0, key.Span).Value);
            foreach (byte[] altered in TestBytes.AlteredAtEveryByte(encoded))
            {
                Result<StateProof> decoded = Canonical.Decode<StateProof>(altered);
                Assert.False(decoded.IsOk && decoded.Value.Verify(root, key.Span).IsOk, Convert.ToHexString(altered));
            }
        }
    }

    [Fact]
    public void Verify_ProofOfAnotherKey_IsRefusedOrProvesTheTruth()
    {
        (MemoryNodeStore nodes, Hash256 root) = Filled(64);
        for (int of = 0; of < 80; of++)
        {
            StateProof proof = StateTree.Prove(nodes, 0, TestBytes.OfNumber(of).Span).Value;
            for (int other = 0; other < 80; other++)
            {
                Result<ProvenValue?> result = proof.Verify(root, TestBytes.OfNumber(other).Span);
                if (of != other && result.IsOk)
                {
                    // One empty subtree, or one lone leaf, stands for every key that would hang there.
                    Assert.Null(result.Value);
                    Assert.True(other >= 64);
                }
            }
        }
    }

    [Fact]
    public void Prove_EmptyState_ProvesAbsence()
    {
        MemoryNodeStore nodes = new();
        nodes.Add(StateTree.Apply(nodes, null, 0, []));

        Assert.Null(StateTree.Prove(nodes, 0, [1]).Value.Verify(StateTree.EmptyRoot, [1]).Value);
    }

    [Fact]
    public void Prove_PrunedVersion_IsUnavailable()
    {
        (MemoryNodeStore nodes, _) = Filled(8);

        Assert.Equal(TreeErrors.VersionUnavailable, StateTree.Prove(nodes, 7, [1]).Refusal?.Code);
        Assert.Equal(TreeErrors.VersionUnavailable, StateTree.RootOf(nodes, 7).Refusal?.Code);
    }

    [Fact]
    public void Decode_TooManySiblings_IsRefused()
    {
        CanonicalWriter writer = new();
        writer.WriteArrayHeader(2);
        writer.Write((byte)0);
        writer.WriteArrayHeader(257);
        for (int i = 0; i < 257; i++)
        {
            writer.Write(default(Hash256));
        }

        Assert.Equal(EncodingErrors.TooLong, Canonical.Decode<StateProof>(writer.WrittenSpan).Refusal?.Code);
    }

    private static (MemoryNodeStore Nodes, Hash256 Root) Filled(int count)
    {
        MemoryNodeStore nodes = new();
        TreeUpdate update = StateTree.Apply(
            nodes,
            null,
            0,
            [.. Enumerable.Range(0, count).Select(i => new StateChange(TestBytes.OfNumber(i), TestBytes.OfNumber(i + 1)))]);
        nodes.Add(update);
        return (nodes, update.Root);
    }
}
