using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DeAI.Chain.Storage.Files;

/// <summary>
/// The calls that .NET has no form of: flushing a directory, so that a creation or rename survives power loss; a flush that reports every
/// error (the framework's ignores some); and a lock that no environment variable switches off.
/// </summary>
internal static partial class Posix
{
    private const int EWouldBlockLinux = 11;
    private const int EWouldBlockBsd = 35;
    private const int EIntr = 4;
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;
    private const int CloseOnExecLinux = 0x80000;
    private const int CloseOnExecMac = 0x1000000;

    /// <summary>Makes creations, renames and deletions inside <paramref name="directory"/> durable.</summary>
    public static void FlushDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            // NTFS journals directory changes itself and has no handle for this.
            return;
        }

        int descriptor = Open(directory, OperatingSystem.IsMacOS() ? CloseOnExecMac : CloseOnExecLinux);
        if (descriptor < 0)
        {
            throw IoFailure.FromErrno(Marshal.GetLastPInvokeError(), $"cannot open directory {directory} to flush it");
        }

        try
        {
            while (Fsync(descriptor) != 0)
            {
                int error = Marshal.GetLastPInvokeError();
                if (error != EIntr)
                {
                    throw IoFailure.FromErrno(error, $"cannot flush directory {directory}");
                }
            }
        }
        finally
        {
            // The descriptor was only read through: a failing close loses nothing.
            _ = Close(descriptor);
        }
    }

    /// <summary>Makes a file's bytes and length durable. Every failure throws: after one, what reached the disk is unknown.</summary>
    public static void FlushData(SafeFileHandle file, string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            // macOS needs F_FULLFSYNC and Windows FlushFileBuffers, which is what the framework calls there.
            RandomAccess.FlushToDisk(file);
            return;
        }

        while (Fdatasync(file) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != EIntr)
            {
                throw IoFailure.FromErrno(error, $"cannot flush {path}");
            }
        }
    }

    /// <returns>False when another open file of any process holds the lock.</returns>
    public static bool TryLock(SafeFileHandle file, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // There FileShare.None is enforced by the system.
            return true;
        }

        if (Flock(file, LockExclusive | LockNonBlocking) == 0)
        {
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error is EWouldBlockLinux or EWouldBlockBsd ? false : throw IoFailure.FromErrno(error, $"cannot lock {path}");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int Fdatasync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);
}
