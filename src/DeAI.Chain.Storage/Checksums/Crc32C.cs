using System.Buffers.Binary;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DeAI.Chain.Storage.Checksums;

/// <summary>
/// CRC-32C (Castagnoli), reflected polynomial 0x82F63B78, initial value and final XOR all ones: RFC 3720 section 12.1, vectors in its
/// appendix B.4. Finds damage, not malice.
/// </summary>
internal static class Crc32C
{
    private const uint ReflectedPolynomial = 0x82F63B78;

    private static readonly uint[] Table = BuildTable();

    public static uint Compute(ReadOnlySpan<byte> bytes) => Extend(0, bytes);

    /// <summary>The checksum of the bytes behind <paramref name="crc"/> followed by <paramref name="bytes"/>.</summary>
    public static uint Extend(uint crc, ReadOnlySpan<byte> bytes)
    {
        if (Sse42.X64.IsSupported)
        {
            return ~ExtendSse42(~crc, bytes);
        }

        return Crc32.Arm64.IsSupported ? ~ExtendArm(~crc, bytes) : ~ExtendTable(~crc, bytes);
    }

    /// <summary>As <see cref="Extend"/>, by table on every machine: what the tests compare the instructions with.</summary>
    internal static uint ExtendPortable(uint crc, ReadOnlySpan<byte> bytes) => ~ExtendTable(~crc, bytes);

    private static uint ExtendSse42(uint state, ReadOnlySpan<byte> bytes)
    {
        ulong wide = state;
        while (bytes.Length >= 8)
        {
            wide = Sse42.X64.Crc32(wide, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        state = (uint)wide;
        foreach (byte b in bytes)
        {
            state = Sse42.Crc32(state, b);
        }

        return state;
    }

    private static uint ExtendArm(uint state, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            state = Crc32.Arm64.ComputeCrc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (byte b in bytes)
        {
            state = Crc32.ComputeCrc32C(state, b);
        }

        return state;
    }

    private static uint ExtendTable(uint state, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            state = Table[(byte)(state ^ b)] ^ (state >> 8);
        }

        return state;
    }

    private static uint[] BuildTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ ReflectedPolynomial : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
