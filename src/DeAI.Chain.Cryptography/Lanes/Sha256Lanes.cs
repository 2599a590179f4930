using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector512<uint>;

namespace DeAI.Chain.Cryptography.Lanes;

/// <summary>
/// Sixteen SHA-256 computations side by side, one in each 32-bit lane (FIPS 180-4, section 6.2). Load a block for each lane, compress, and
/// in the end read the digests; what is in a lane that nobody reads does not matter.
/// </summary>
internal struct Sha256Lanes
{
    public const int Width = 16;
    public const int BlockLength = 64;

    private const int Rounds = 64;
    private const int StateWords = 8;

    /// <summary>Lets the halves of each 64-bit number change places.</summary>
    private const byte SwapWords = 0b10_11_00_01;

    /// <summary>Row i is the block of lane i, and once it is loaded word i of all lanes.</summary>
    private Rows _rows;
    private Rows _spare;
    private State _state;

    /// <summary>Of what <see cref="Place"/> needs, in bytes.</summary>
    public static int Space => Unsafe.SizeOf<Sha256Lanes>() + BlockLength;

    public static bool IsSupported => Avx512F.IsSupported && Avx512BW.IsSupported;

    private static ReadOnlySpan<uint> Start =>
        [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    private static ReadOnlySpan<uint> Constants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>Lanes on the stack, at the start of a cache line: rows across two lines cost a seventh of the time more.</summary>
    public static unsafe ref Sha256Lanes Place(Span<byte> stack)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(stack));
        return ref Unsafe.AsRef<Sha256Lanes>((void*)((address + BlockLength - 1) & ~(nuint)(BlockLength - 1)));
    }

    /// <summary>Where the next block of a lane is written, 64 bytes.</summary>
    [UnscopedRef]
    public Span<byte> Block(int lane) => MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref Row(ref _rows, lane), 1));

    public void Begin()
    {
        for (int i = 0; i < StateWords; i++)
        {
            _state[i] = Vector512.Create(Start[i]);
        }
    }

    /// <summary>Makes words of what was written to <see cref="Block"/>.</summary>
    public void LoadBlocks()
    {
        SwapBytes();
        Transpose();
    }

    /// <summary>Loads the first block of tag || left || right for each lane. The words in memory are <see cref="Bytes32"/>'s own.</summary>
    /// <param name="pairs">Left and right in turn, for at most sixteen lanes.</param>
    /// <returns>What <see cref="LoadRestOfPairs"/> needs.</returns>
    public V LoadPairs(byte tag, ReadOnlySpan<Hash256> pairs)
    {
        ReadOnlySpan<V> rows = MemoryMarshal.Cast<Hash256, V>(pairs);
        for (int i = 0; i < rows.Length; i++)
        {
            Row(ref _rows, i) = Avx512F.Shuffle(rows[i], SwapWords);
        }

        Transpose();

        // The tag moves everything on by a byte.
        V before = Vector512.Create((uint)tag);
        for (int i = 0; i < Width; i++)
        {
            V word = Row(ref _rows, i);
            Row(ref _rows, i) = Vector512.ShiftLeft(before, 24) | Vector512.ShiftRightLogical(word, 8);
            before = word;
        }

        return before;
    }

    /// <summary>Loads the second block of such a message: its last byte, the padding, its length of 65 bytes in bits.</summary>
    public void LoadRestOfPairs(V lastWord)
    {
        _rows = default;
        _rows[0] = Vector512.ShiftLeft(lastWord, 24) | Vector512.Create(0x800000u);
        _rows[Width - 1] = Vector512.Create(65u * 8);
    }

    /// <summary>Takes the loaded block; it is gone afterwards.</summary>
    [SkipLocalsInit]
    public void Compress()
    {
        ref V w = ref Row(ref _rows, 0);
        ref uint k = ref MemoryMarshal.GetReference(Constants);
        V a = _state[0], b = _state[1], c = _state[2], d = _state[3], e = _state[4], f = _state[5], g = _state[6], h = _state[7];
        for (int t = 0; t < Rounds; t += 8)
        {
            int row = t % Width;
            if (t >= Width)
            {
                Expand(ref w, row);
            }

            ref V now = ref Unsafe.Add(ref w, row);
            ref uint constant = ref Unsafe.Add(ref k, t);
            Round(a, b, c, ref d, e, f, g, ref h, Word(ref now, ref constant, 0));
            Round(h, a, b, ref c, d, e, f, ref g, Word(ref now, ref constant, 1));
            Round(g, h, a, ref b, c, d, e, ref f, Word(ref now, ref constant, 2));
            Round(f, g, h, ref a, b, c, d, ref e, Word(ref now, ref constant, 3));
            Round(e, f, g, ref h, a, b, c, ref d, Word(ref now, ref constant, 4));
            Round(d, e, f, ref g, h, a, b, ref c, Word(ref now, ref constant, 5));
            Round(c, d, e, ref f, g, h, a, ref b, Word(ref now, ref constant, 6));
            Round(b, c, d, ref e, f, g, h, ref a, Word(ref now, ref constant, 7));
        }

        _state[0] += a;
        _state[1] += b;
        _state[2] += c;
        _state[3] += d;
        _state[4] += e;
        _state[5] += f;
        _state[6] += g;
        _state[7] += h;
    }

    /// <summary>Lays out the digests of all blocks so far for <see cref="Digest"/>, until the next block is written.</summary>
    public void Finish()
    {
        for (int i = 0; i < StateWords; i++)
        {
            _rows[i] = _state[i];
        }

        Transpose();
        SwapBytes();
    }

    public Hash256 Digest(int lane) => new(Block(lane)[..Sha256.DigestLength]);

    /// <summary>The rest of a row's schedule: words t to t + 7 from the sixteen before, in their place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Expand(ref V w, int row)
    {
        for (int i = row; i < row + 8; i++)
        {
            V first = Unsafe.Add(ref w, (i + 1) % Width);
            V last = Unsafe.Add(ref w, (i + 14) % Width);
            V small0 = Xor(Avx512F.RotateRight(first, 7), Avx512F.RotateRight(first, 18), Vector512.ShiftRightLogical(first, 3));
            V small1 = Xor(Avx512F.RotateRight(last, 17), Avx512F.RotateRight(last, 19), Vector512.ShiftRightLogical(last, 10));
            Unsafe.Add(ref w, i) += small0 + Unsafe.Add(ref w, (i + 9) % Width) + small1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Word(ref V row, ref uint constant, int i) => Unsafe.Add(ref row, i) + Vector512.Create(Unsafe.Add(ref constant, i));

    /// <summary>One round; instead of moving all eight words on, the caller renames them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(V a, V b, V c, ref V d, V e, V f, V g, ref V h, V word)
    {
        V choice = Avx512F.TernaryLogic(e, f, g, 0xca);
        V majority = Avx512F.TernaryLogic(a, b, c, 0xe8);
        V large0 = Xor(Avx512F.RotateRight(a, 2), Avx512F.RotateRight(a, 13), Avx512F.RotateRight(a, 22));
        V large1 = Xor(Avx512F.RotateRight(e, 6), Avx512F.RotateRight(e, 11), Avx512F.RotateRight(e, 25));
        V sum = h + word + choice + large1;
        d += sum;
        h = sum + majority + large0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Xor(V x, V y, V z) => Avx512F.TernaryLogic(x, y, z, 0x96);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref V Row(ref Rows rows, int i) => ref Unsafe.Add(ref Unsafe.As<Rows, V>(ref rows), i);

    /// <summary>
    /// Row and column change places: each step writes rows i and i + 8 interleaved to rows 2 i and 2 i + 1, which turns the eight bits of
    /// (row, column) by one, so four of them swap the halves.
    /// </summary>
    private void Transpose()
    {
        Interleave(ref _rows, ref _spare);
        Interleave(ref _spare, ref _rows);
        Interleave(ref _rows, ref _spare);
        Interleave(ref _spare, ref _rows);
    }

    private static void Interleave(ref Rows from, ref Rows to)
    {
        V low = Vector512.Create(0u, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        V high = low + Vector512.Create(8u);
        for (int i = 0; i < Width / 2; i++)
        {
            V upper = Row(ref from, i);
            V lower = Row(ref from, i + (Width / 2));
            Row(ref to, 2 * i) = Avx512F.PermuteVar16x32x2(upper, low, lower);
            Row(ref to, (2 * i) + 1) = Avx512F.PermuteVar16x32x2(upper, high, lower);
        }
    }

    /// <summary>SHA-256's words are big-endian, the processor's are not.</summary>
    private void SwapBytes()
    {
        Vector512<byte> order = Vector512.Create(Vector128.Create(0x0405060700010203UL, 0x0c0d0e0f08090a0b)).AsByte();
        for (int i = 0; i < Width; i++)
        {
            Row(ref _rows, i) = Avx512BW.Shuffle(Row(ref _rows, i).AsByte(), order).AsUInt32();
        }
    }

    [InlineArray(Width)]
    private struct Rows
    {
        private V _first;
    }

    [InlineArray(StateWords)]
    private struct State
    {
        private V _first;
    }
}
