using System.Buffers.Binary;
using DeAI.Chain.Primitives;
using DeAI.Chain.Storage.Checksums;

namespace DeAI.Chain.Storage.Votes;

/// <summary>The first 1,024 bytes of a vote log: two equal copies, each one disk sector with its own checksum. Layout: README.</summary>
internal sealed record VoteLogHeader(VoteLogIdentity Identity, FileId File, ulong Generation)
{
    public const int CopyBytes = 512;
    public const int Bytes = 2 * CopyBytes;

    private const uint Version = 1;
    private const int CopyOffset = 12;
    private const int FileIdOffset = 16;
    private const int ChainOffset = 32;
    private const int NodeOffset = 64;
    private const int GenerationOffset = 96;
    private const int ChecksumOffset = 508;

    private static ReadOnlySpan<byte> Magic => "DEAIVOTE"u8;

    public void WriteTo(Span<byte> destination)
    {
        WriteCopy(destination[..CopyBytes], 1);
        WriteCopy(destination[CopyBytes..Bytes], 2);
    }

    /// <param name="file">The file, or what there is of it.</param>
    /// <param name="healed">Copies that are damaged while their twin is sound.</param>
    /// <param name="problem">Why null was returned.</param>
    /// <param name="version">The version, when that alone is the problem; else 0.</param>
    public static VoteLogHeader? Read(ReadOnlySpan<byte> file, out int healed, out string problem, out uint version)
    {
        healed = 0;
        version = 0;
        problem = "the header is cut";
        if (file.Length < Bytes)
        {
            return null;
        }

        VoteLogHeader? first = ReadCopy(file[..CopyBytes], 1, out uint firstVersion);
        VoteLogHeader? second = ReadCopy(file[CopyBytes..Bytes], 2, out uint secondVersion);
        if (first is not null && second is not null && first != second)
        {
            problem = "the two copies of the header are sound and differ";
            return null;
        }

        version = Math.Max(firstVersion, secondVersion);
        healed = (first is null ? 1 : 0) + (second is null ? 1 : 0);
        problem = "both copies of the header are damaged";
        return first ?? second;
    }

    private static VoteLogHeader? ReadCopy(ReadOnlySpan<byte> copy, byte number, out uint otherVersion)
    {
        otherVersion = 0;
        bool sound = copy.StartsWith(Magic)
            && BinaryPrimitives.ReadUInt32LittleEndian(copy[ChecksumOffset..]) == Crc32C.Compute(copy[..ChecksumOffset])
            && copy[CopyOffset] == number;
        if (!sound)
        {
            return null;
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(copy[8..]);
        if (version != Version)
        {
            otherVersion = version;
            return null;
        }

        VoteLogIdentity identity = new(new ChainId(copy[ChainOffset..NodeOffset]), new PublicKey(copy[NodeOffset..GenerationOffset]));
        return new VoteLogHeader(
            identity,
            new FileId(copy[FileIdOffset..ChainOffset]),
            BinaryPrimitives.ReadUInt64LittleEndian(copy[GenerationOffset..]));
    }

    private void WriteCopy(Span<byte> copy, byte number)
    {
        copy.Clear();
        Magic.CopyTo(copy);
        BinaryPrimitives.WriteUInt32LittleEndian(copy[8..], Version);
        copy[CopyOffset] = number;
        File.CopyTo(copy[FileIdOffset..]);
        Identity.Chain.CopyTo(copy[ChainOffset..]);
        Identity.Node.CopyTo(copy[NodeOffset..]);
        BinaryPrimitives.WriteUInt64LittleEndian(copy[GenerationOffset..], Generation);
        BinaryPrimitives.WriteUInt32LittleEndian(copy[ChecksumOffset..], Crc32C.Compute(copy[..ChecksumOffset]));
    }
}
