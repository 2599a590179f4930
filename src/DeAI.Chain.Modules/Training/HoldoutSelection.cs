using System.Buffers.Binary;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Training;

/// <summary>Which of a member's hold-out blocks are used: the first of a permutation that nobody knew while updates could still change.</summary>
public static class HoldoutSelection
{
    /// <summary>The round's seed, from the beacon of the block that closes the openings.</summary>
    public static Hash256 SeedOf(Hash256 beacon, Hash256 task, uint round)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length + sizeof(uint)];
        task.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[Bytes32.Length..], round);
        return DomainHash.Of("deai.training.holdout.v1", beacon.ToArray(), bytes);
    }

    /// <returns>Indices of <paramref name="count"/> blocks of <paramref name="blocks"/>, ascending.</returns>
    public static Sequence<int> Of(Hash256 seed, ContributionKey key, uint blocks, int count)
    {
        Span<byte> member = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(member, key.Organisation.Value);
        Hash256 own = DomainHash.Of("deai.training.holdout_member.v1", seed.ToArray(), member);
        int[] chosen = [.. BatchOrder.From(own, checked((int)blocks), count).Span];
        Array.Sort(chosen);
        return Sequence.Create<int>(chosen);
    }
}
