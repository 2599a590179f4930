using DeAI.Chain.Storage.Files;
using Microsoft.Win32.SafeHandles;

namespace DeAI.Chain.Storage.Votes;

/// <summary>The machine's file system.</summary>
internal sealed class SystemVoteLogDisk : IVoteLogDisk
{
    public static SystemVoteLogDisk Instance { get; } = new();

    public bool Exists(string path) => File.Exists(path);

    public string NameOf(string path) => FileName.Of(path);

    public byte[] ReadAll(string path, long maxBytes) => Guard($"cannot read {path}", () =>
    {
        long length = new FileInfo(path).Length;
        return length > maxBytes
            ? throw new StorageException($"{path} has {length} bytes, more than the {maxBytes} a vote log may have.")
            : File.ReadAllBytes(path);
    });

    public IVoteLogFile Create(string path) => Guard<IVoteLogFile>($"cannot create {path}", () =>
        new SystemFile(path, File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete)));

    public void Rename(string from, string to) => Guard($"cannot rename {from} to {to}", () =>
    {
        File.Move(from, to, overwrite: true);
        return true;
    });

    public void FlushDirectory(string directory) => Posix.FlushDirectory(directory);

    private static T Guard<T>(string what, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw IoFailure.From(exception, what);
        }
    }

    private sealed class SystemFile(string path, SafeFileHandle handle) : IVoteLogFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            try
            {
                RandomAccess.Write(handle, bytes, offset);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw IoFailure.From(exception, $"cannot append to {path}");
            }
        }

        public void SetLength(long length) => Guard($"cannot cut {path}", () =>
        {
            RandomAccess.SetLength(handle, length);
            return true;
        });

        public void Flush() => Posix.FlushData(handle, path);

        public void Dispose() => handle.Dispose();
    }
}
