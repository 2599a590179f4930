using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeAI.Chain.Cryptography.Lanes;

/// <summary>SHA-256 of many messages: sixteen side by side where that is faster than the library, one after the other elsewhere.</summary>
internal static class HashLanes
{
    /// <summary>Before the length, a message is followed by a bit and zeros: together at least nine bytes.</summary>
    private const int LeastPadding = 9;

    /// <summary>A compression of sixteen lanes takes a little longer than two of the library's.</summary>
    private const int LeastGain = 3;

    /// <summary>
    /// Whether lanes are used here: not beside SHA extensions (CPUID leaf 7, EBX bit 29), which the library uses and lanes cannot, and not
    /// where they fail known questions.
    /// </summary>
    public static readonly bool AreUsed = Sha256Lanes.IsSupported && !HasShaExtensions() && PassesSelfTest();

    /// <summary>The digests of prefix || message.</summary>
    public static void Hash(ReadOnlySpan<byte> prefix, ReadOnlySpan<Blob> messages, Span<Hash256> digests)
    {
        for (int first = 0; first < messages.Length; first += Sha256Lanes.Width)
        {
            int count = Math.Min(Sha256Lanes.Width, messages.Length - first);
            ReadOnlySpan<Blob> group = messages.Slice(first, count);
            Span<Hash256> results = digests.Slice(first, count);
            if (AreUsed && IsWorthwhile(prefix.Length, group))
            {
                HashGroup(prefix, group, results);
                continue;
            }

            for (int i = 0; i < count; i++)
            {
                results[i] = Sha256.Hash(prefix, group[i].Span);
            }
        }
    }

    /// <summary>The digests of tag || left || right. They may lie where the first half of the pairs does.</summary>
    public static void HashPairs(byte tag, ReadOnlySpan<Hash256> pairs, Span<Hash256> digests)
    {
        for (int first = 0; first < digests.Length; first += Sha256Lanes.Width)
        {
            int count = Math.Min(Sha256Lanes.Width, digests.Length - first);
            ReadOnlySpan<Hash256> group = pairs.Slice(2 * first, 2 * count);
            Span<Hash256> results = digests.Slice(first, count);
            if (AreUsed && count >= LeastGain)
            {
                HashGroupOfPairs(tag, group, results);
                continue;
            }

            for (int i = 0; i < count; i++)
            {
                results[i] = Sha256.HashPair(tag, group[2 * i], group[(2 * i) + 1]);
            }
        }
    }

    /// <summary>At most sixteen, in lanes, whatever it costs.</summary>
    [SkipLocalsInit]
    internal static void HashGroup(ReadOnlySpan<byte> prefix, ReadOnlySpan<Blob> messages, Span<Hash256> digests)
    {
        ref Sha256Lanes lanes = ref Sha256Lanes.Place(stackalloc byte[Sha256Lanes.Space]);
        lanes.Begin();
        for (int left = digests.Length, step = 0; left > 0; step++)
        {
            int last = 0;
            for (int lane = 0; lane < digests.Length; lane++)
            {
                ReadOnlySpan<byte> message = messages[lane].Span;
                long blocks = Blocks(prefix.Length, message.Length);
                if (step < blocks)
                {
                    Fill(lanes.Block(lane), prefix, message, (long)step * Sha256Lanes.BlockLength, step == blocks - 1);
                    last |= step == blocks - 1 ? 1 << lane : 0;
                }
            }

            lanes.LoadBlocks();
            lanes.Compress();
            if (last == 0)
            {
                continue;
            }

            lanes.Finish();
            for (int lane = 0; lane < digests.Length; lane++)
            {
                if ((last & (1 << lane)) != 0)
                {
                    digests[lane] = lanes.Digest(lane);
                    left--;
                }
            }
        }
    }

    [SkipLocalsInit]
    private static void HashGroupOfPairs(byte tag, ReadOnlySpan<Hash256> pairs, Span<Hash256> digests)
    {
        ref Sha256Lanes lanes = ref Sha256Lanes.Place(stackalloc byte[Sha256Lanes.Space]);
        lanes.Begin();
        Vector512<uint> lastWord = lanes.LoadPairs(tag, pairs);
        lanes.Compress();
        lanes.LoadRestOfPairs(lastWord);
        lanes.Compress();
        lanes.Finish();
        for (int lane = 0; lane < digests.Length; lane++)
        {
            digests[lane] = lanes.Digest(lane);
        }
    }

    private static long Blocks(int prefix, int message) =>
        ((long)prefix + message + LeastPadding + Sha256Lanes.BlockLength - 1) / Sha256Lanes.BlockLength;

    /// <summary>Writes 64 bytes of the padded message, from an offset on.</summary>
    private static void Fill(Span<byte> block, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> message, long offset, bool isLast)
    {
        long length = (long)prefix.Length + message.Length;
        int filled = 0;
        if (offset < prefix.Length)
        {
            filled = Copy(prefix[(int)offset..], block);
        }

        if (filled < block.Length && offset + filled < length)
        {
            filled += Copy(message[(int)(offset + filled - prefix.Length)..], block[filled..]);
        }

        block[filled..].Clear();
        if (filled < block.Length && offset + filled == length)
        {
            block[filled] = 0x80;
        }

        if (isLast)
        {
            BinaryPrimitives.WriteInt64BigEndian(block[^sizeof(long)..], length * 8);
        }
    }

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        int count = Math.Min(from.Length, to.Length);
        from[..count].CopyTo(to);
        return count;
    }

    /// <summary>The lanes take as long as the longest message does.</summary>
    private static bool IsWorthwhile(int prefix, ReadOnlySpan<Blob> messages)
    {
        long all = 0;
        long longest = 0;
        foreach (Blob message in messages)
        {
            long blocks = Blocks(prefix, message.Length);
            all += blocks;
            longest = Math.Max(longest, blocks);
        }

        return all >= LeastGain * longest;
    }

    internal static bool HasShaExtensions() =>
        X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 0).Ebx & (1 << 29)) != 0;

    /// <summary>A processor or a compiler that gets an instruction wrong must cost speed, not agreement.</summary>
    internal static bool PassesSelfTest()
    {
        const int Groups = 16;
        byte[] bytes = new byte[Groups * Sha256Lanes.Width];
        Blob[] messages = new Blob[bytes.Length];
        Hash256[] expected = new Hash256[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(i * 151);
            messages[i] = new Blob(bytes.AsMemory(0, i));
            expected[i] = Sha256.Hash(messages[i].Span);
        }

        Hash256[] digests = new Hash256[bytes.Length];
        for (int first = 0; first < messages.Length; first += Sha256Lanes.Width)
        {
            HashGroup([], messages.AsSpan(first, Sha256Lanes.Width), digests.AsSpan(first, Sha256Lanes.Width));
        }

        Hash256[] nodes = new Hash256[Sha256Lanes.Width];
        HashGroupOfPairs(bytes[1], expected.AsSpan(0, 2 * nodes.Length), nodes);
        bool pass = digests.AsSpan().SequenceEqual(expected);
        for (int i = 0; i < nodes.Length; i++)
        {
            pass &= nodes[i] == Sha256.HashPair(bytes[1], expected[2 * i], expected[(2 * i) + 1]);
        }

        return pass;
    }
}
