using Microsoft.Win32.SafeHandles;

namespace DeAI.Chain.Storage.Files;

/// <summary>Small files that exist whole or not at all, also after power loss.</summary>
internal static class AtomicFile
{
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string temporary = path + ".tmp";
        try
        {
            using (SafeFileHandle handle = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                RandomAccess.Write(handle, content, 0);
                Posix.FlushData(handle, temporary);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw IoFailure.From(exception, $"cannot write {path}");
        }

        Posix.FlushDirectory(Path.GetDirectoryName(path)!);
    }
}
