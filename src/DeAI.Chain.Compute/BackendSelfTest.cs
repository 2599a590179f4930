using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Compute;

/// <summary>Known answers: every kernel over fixed inputs of even, odd and tail-producing sizes, pinned by one digest.</summary>
public static class BackendSelfTest
{
    /// <summary>What <see cref="ScalarBackend"/> returns, frozen with kernel version 1.</summary>
    public const string Expected = "ffcd8730352122381d4403d55c94939945dce478111910f8f7eafbd00780f6a3";

    private static readonly (int Rows, int Columns, int Inner)[] Shapes =
        [(1, 1, 2), (2, 16, 2), (3, 7, 5), (8, 32, 8), (9, 33, 6), (6, 16, 64), (17, 50, 12), (16, 48, 4), (13, 70, 31)];

    /// <returns>Accepted; or why the backend must not be used.</returns>
    public static Result Check(ITensorBackend backend)
    {
        if (!backend.IsSupported)
        {
            return Result.Refuse(ComputeErrors.Unsupported, $"this machine lacks the instructions of {backend.Name}");
        }

        string found = Digest(backend);
        return found == Expected
            ? Result.Ok
            : Result.Refuse(ComputeErrors.SelfTestFailed, $"{backend.Name} returned {found}, the reference {Expected}");
    }

    /// <summary>SHA-256 over the results of all kernels, in hexadecimal.</summary>
    public static string Digest(ITensorBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        uint seed = 1;
        foreach ((int rows, int columns, int inner) in Shapes)
        {
            Products(backend, rows, columns, inner, seed, hash);
            Elements(backend, rows, columns, seed + 101, hash);
            seed++;
        }

        Roundings(backend, hash);
        Updates(backend, hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Products(ITensorBackend backend, int rows, int columns, int inner, uint seed, IncrementalHash hash)
    {
        int[] left = Words(rows * inner, seed);
        int[] right = Words(inner * columns, seed + 1000);
        int[] result = new int[rows * columns];
        backend.Multiply(PairProduct.RowMajor(rows, columns, inner), left, right, result);
        Add(hash, result);
        backend.Multiply(PairProduct.Transposed(rows, columns, inner), left, right, result);
        Add(hash, result);
    }

    private static void Elements(ITensorBackend backend, int rows, int columns, uint seed, IncrementalHash hash)
    {
        int cells = rows * columns;
        int pairCells = (rows + 1) / 2 * columns;
        short[] plain = new short[cells];
        int[] rowPairs = new int[pairCells];
        sbyte[] bytes = new sbyte[cells];
        int[] sums = new int[cells];
        for (int i = 0; i < cells; i++)
        {
            bytes[i] = (sbyte)Draw(seed, i);
            sums[i] = Draw(seed + 1, i) >> 12;
        }

        backend.Widen(bytes, rows, columns, plain, rowPairs);
        AddBoth(hash, plain, rowPairs);
        int[] bias = new int[columns];
        Span<int> columnSums = new int[columns];
        for (int i = 0; i < columns; i++)
        {
            bias[i] = Draw(seed + 2, i) >> 16;
        }

        backend.Activate(sums, bias, rows, columns, 8, plain, rowPairs);
        AddBoth(hash, plain, rowPairs);
        int magnitudes = backend.MaskGradient(sums, plain);
        Add(hash, [magnitudes]);
        Add(hash, sums);
        backend.QuantizeGradient(sums, rows, columns, (int)(seed % 14), plain, rowPairs);
        AddBoth(hash, plain, rowPairs);
        backend.ColumnSums(rowPairs, (rows + 1) / 2, columns, columnSums);
        Add(hash, columnSums);
        Weights(backend, rows & ~1, columns & ~1, seed, hash);
    }

    private static void Weights(ITensorBackend backend, int rows, int columns, uint seed, IncrementalHash hash)
    {
        int[] masters = new int[rows * columns];
        for (int i = 0; i < masters.Length; i++)
        {
            masters[i] = Math.Clamp(Draw(seed + 3, i) >> 10, -127 << 14, 127 << 14);
        }

        int[] packed = new int[masters.Length / 2];
        int[] transposed = new int[masters.Length / 2];
        backend.PackWeights(masters, rows, columns, 14, packed, transposed);
        Add(hash, packed);
        Add(hash, transposed);
    }

    /// <summary>Every shift meets exact ties, their neighbours on the coarser grid, and both ends of the range.</summary>
    private static void Roundings(ITensorBackend backend, IncrementalHash hash)
    {
        const int Columns = 66;
        int[] values = new int[8 * Columns];
        short[] plain = new short[values.Length];
        int[] rowPairs = new int[values.Length / 2];
        int[] transposed = new int[values.Length / 2];
        for (int shift = 0; shift <= 14; shift++)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (i - (values.Length / 2)) << Math.Max(0, shift - 2);
            }

            backend.QuantizeGradient(values, 8, Columns, shift, plain, rowPairs);
            AddBoth(hash, plain, rowPairs);
            if (shift > 0)
            {
                backend.Activate(values, new int[Columns], 8, Columns, shift, plain, rowPairs);
                AddBoth(hash, plain, rowPairs);
            }
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Math.Clamp(values[i], -127 << 14, 127 << 14);
        }

        backend.PackWeights(values, 8, Columns, 14, rowPairs, transposed);
        Add(hash, rowPairs);
        Add(hash, transposed);
    }

    private static void Updates(ITensorBackend backend, IncrementalHash hash)
    {
        int[] masters = new int[77];
        int[] momentum = new int[77];
        int[] gradient = new int[77];
        for (int shift = -28; shift <= 20; shift += 3)
        {
            for (int i = 0; i < gradient.Length; i++)
            {
                gradient[i] = Draw((uint)(shift + 5000), i) >> (i % 12 + 9);
            }

            backend.Update(masters, momentum, gradient, new MomentumStep(shift, 127 - (shift & 15), 8, 127 << 14));
            Add(hash, masters);
            Add(hash, momentum);
        }
    }

    /// <summary>Pairs of values in the range of int8, the extremes among them.</summary>
    private static int[] Words(int count, uint seed)
    {
        int[] words = new int[count];
        for (int i = 0; i < count; i++)
        {
            int draw = Draw(seed, i);
            int low = (draw & 31) == 0 ? -128 : (sbyte)draw;
            int high = (draw & 63) == 0 ? -128 : (sbyte)(draw >> 8);
            words[i] = Layout.Word(low, high);
        }

        return words;
    }

    /// <summary>A well-mixed 32-bit function of its arguments (the finaliser of MurmurHash3).</summary>
    private static int Draw(uint seed, int index)
    {
        uint x = unchecked((seed * 0x9E3779B9u) + (uint)index + 1);
        x = unchecked((x ^ (x >> 16)) * 0x85EBCA6Bu);
        x = unchecked((x ^ (x >> 13)) * 0xC2B2AE35u);
        return unchecked((int)(x ^ (x >> 16)));
    }

    private static void AddBoth(IncrementalHash hash, ReadOnlySpan<short> plain, ReadOnlySpan<int> rowPairs)
    {
        int[] wide = new int[plain.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = plain[i];
        }

        Add(hash, wide);
        Add(hash, rowPairs);
    }

    private static void Add(IncrementalHash hash, ReadOnlySpan<int> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            hash.AppendData(MemoryMarshal.AsBytes(values));
            return;
        }

        int[] swapped = new int[values.Length];
        System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(values, swapped);
        hash.AppendData(MemoryMarshal.AsBytes<int>(swapped));
    }
}
