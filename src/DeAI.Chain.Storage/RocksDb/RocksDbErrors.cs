using System.Runtime.InteropServices;

namespace DeAI.Chain.Storage.RocksDb;

/// <summary>The C API reports errors as text only: <c>Status::ToString()</c>, class first. This is the one place that reads it.</summary>
internal static class RocksDbErrors
{
    /// <summary>Throws what the message stands for; a null pointer is success. Frees the message.</summary>
    public static void ThrowIfError(nint message)
    {
        if (message != 0)
        {
            throw Classify(TakeString(message));
        }
    }

    public static StorageException Classify(string message)
    {
        if (message.Contains("No space left on device", StringComparison.Ordinal)
            || message.Contains("Disk quota exceeded", StringComparison.Ordinal)
            || message.Contains("Space limit reached", StringComparison.Ordinal))
        {
            return new StorageFullException(message);
        }

        if (message.StartsWith("Corruption", StringComparison.Ordinal) || IsMissingTable(message))
        {
            return new StorageCorruptException(message);
        }

        bool locked = message.StartsWith("IO error", StringComparison.Ordinal)
            && (message.Contains("lock hold by current process", StringComparison.Ordinal)
                || message.Contains("While lock file", StringComparison.Ordinal));
        return locked ? new StorageLockedException(message) : new RocksDbException(message);
    }

    /// <summary>Copies and frees a string that RocksDB allocated.</summary>
    public static string TakeString(nint text)
    {
        try
        {
            return Marshal.PtrToStringUTF8(text) ?? string.Empty;
        }
        finally
        {
            Native.Free(text);
        }
    }

    // A table that the manifest lists and the directory lacks is data lost, though RocksDB calls it an I/O error.
    private static bool IsMissingTable(string message) =>
        message.StartsWith("IO error: No such file or directory", StringComparison.Ordinal)
        && message.Contains(".sst", StringComparison.Ordinal);
}
