using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Learning;

/// <summary>Vectors of int32 as little-endian bytes: what is hashed and what is encoded as one binary string.</summary>
internal static class Int32Bytes
{
    public static byte[] ToBytes(ReadOnlySpan<int> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(int)];
        CopyTo(values, bytes);
        return bytes;
    }

    public static void CopyTo(ReadOnlySpan<int> values, Span<byte> bytes)
    {
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(bytes);
            return;
        }

        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes[(i * sizeof(int))..], values[i]);
        }
    }

    public static void Write(CanonicalWriter writer, Sequence<int> values) => writer.WriteBinary(ToBytes(values.Span));

    public static Sequence<int> Read(ref CanonicalReader reader, int maxCount)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBinary(maxCount * sizeof(int));
        if ((bytes.Length & 3) != 0)
        {
            reader.Fail(EncodingErrors.WrongLength, $"{bytes.Length} bytes are no vector of 32-bit numbers");
            return default;
        }

        int[] values = new int[bytes.Length / sizeof(int)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * sizeof(int))..]);
        }

        return new Sequence<int>(ImmutableCollectionsMarshal.AsImmutableArray(values));
    }
}
