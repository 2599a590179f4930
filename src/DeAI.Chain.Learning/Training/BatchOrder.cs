using System.Buffers.Binary;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>Which block each step trains on, forced by the round's seed: pass after pass, each a permutation of all blocks.</summary>
public static class BatchOrder
{
    /// <summary>Blocks of one contribution at most.</summary>
    public const int MaxBlocks = 1024;

    /// <summary>Fisher-Yates (Knuth, volume 2, 3.4.2, algorithm P) per pass, numbers from the seed and the pass.</summary>
    public static Sequence<int> From(Hash256 seed, int blockCount, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blockCount, MaxBlocks);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        int[] order = new int[steps];
        int[] pass = new int[blockCount];
        Span<byte> buffer = stackalloc byte[72];
        for (int start = 0; start < steps; start += blockCount)
        {
            for (int i = 0; i < blockCount; i++)
            {
                pass[i] = i;
            }

            HashStream stream = new("deai.learning.order.v1", seed, (uint)(start / blockCount), buffer);
            for (int i = blockCount - 1; i > 0; i--)
            {
                int j = (int)stream.NextBelow((uint)i + 1);
                (pass[i], pass[j]) = (pass[j], pass[i]);
            }

            pass.AsSpan(0, Math.Min(blockCount, steps - start)).CopyTo(order.AsSpan(start));
        }

        return Sequence.Create<int>(order);
    }

    /// <summary>What a transcript commits to, so that a wrong order is told from a wrong step.</summary>
    internal static Hash256 HashOf(ReadOnlySpan<int> order) => DomainHash.Of("deai.learning.order_hash.v1", Int32Bytes.ToBytes(order));
}
