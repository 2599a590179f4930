using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace DeAI.Chain.Storage.Files;

/// <summary>
/// An exclusive advisory lock, held by an open file and released by the kernel when the process ends, however it ends. The file is never
/// deleted: deleting it would let a third process lock a new file of that name while a second one waits on the old.
/// </summary>
internal sealed class LockFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private LockFile(SafeFileHandle handle) => _handle = handle;

    /// <returns>Null when the lock is held elsewhere.</returns>
    /// <exception cref="StorageException">The file system has no locks, or the file cannot be created.</exception>
    public static LockFile? TryTake(string path)
    {
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            // The framework's own lock was refused: the errno differs between systems, the meaning does not.
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw IoFailure.From(exception, $"cannot open {path}");
        }

        bool taken = false;
        try
        {
            taken = Posix.TryLock(handle, path);
            if (taken)
            {
                WriteOwner(handle);
            }
        }
        finally
        {
            if (!taken)
            {
                handle.Dispose();
            }
        }

        return taken ? new LockFile(handle) : null;
    }

    public void Dispose() => _handle.Dispose();

    private static void WriteOwner(SafeFileHandle handle)
    {
        // For people who look into the directory; the lock is what counts, so a full disk here is no error.
        try
        {
            RandomAccess.SetLength(handle, 0);
            RandomAccess.Write(handle, Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"), 0);
        }
        catch (IOException)
        {
            return;
        }
    }
}
