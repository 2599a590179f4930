using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace DeAI.Chain.Storage.Files;

/// <summary>Names a file itself rather than its path: a copy or a restored file has another name.</summary>
internal static partial class FileName
{
    // struct statx of Linux is the same on every architecture: 256 bytes, inode at 32, birth time at 80, device at 136.
    private const int Size = 256;
    private const int InodeAndBirthTime = 0x100 | 0x800;
    private const int CurrentDirectory = -100;

    /// <summary>Inode and birth time; empty where the system tells neither.</summary>
    public static unsafe string Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            // Birth times of NTFS and APFS are kept by a rename, which is all that is asked of them here.
            return File.GetCreationTimeUtc(path).Ticks.ToString("x", CultureInfo.InvariantCulture);
        }

        byte* buffer = stackalloc byte[Size];
        Span<byte> bytes = new(buffer, Size);
        bytes.Clear();
        if (Statx(CurrentDirectory, path, 0, InodeAndBirthTime, buffer) != 0)
        {
            return string.Empty;
        }

        ulong inode = Number(bytes[32..]);
        ulong seconds = Number(bytes[80..]);
        uint nanoseconds = BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[88..])
            : BinaryPrimitives.ReadUInt32BigEndian(bytes[88..]);
        return string.Create(CultureInfo.InvariantCulture, $"{inode:x}-{seconds:x}-{nanoseconds:x}");
    }

    private static ulong Number(ReadOnlySpan<byte> bytes) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int directory, string path, int flags, uint mask, byte* result);
}
