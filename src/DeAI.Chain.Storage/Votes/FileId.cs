using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DeAI.Chain.Storage.Votes;

/// <summary>A random file id: checksums are seeded with it, so that old blocks of another file can never pass as records of this one.</summary>
internal readonly record struct FileId(ulong High, ulong Low)
{
    public const int Length = 16;

    public FileId(ReadOnlySpan<byte> bytes)
        : this(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]))
    {
    }

    public static FileId Random()
    {
        Span<byte> bytes = stackalloc byte[Length];
        RandomNumberGenerator.Fill(bytes);
        return new FileId(bytes);
    }

    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
    }
}
