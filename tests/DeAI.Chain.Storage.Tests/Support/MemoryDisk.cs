using DeAI.Chain.Storage.Votes;

namespace DeAI.Chain.Storage.Tests.Support;

/// <summary>A perfect disk, fast enough to open tens of thousands of damaged logs.</summary>
internal sealed class MemoryDisk : IVoteLogDisk
{
    private readonly Dictionary<string, MemoryStream> _files = [];

    public byte[] Content(string path) => _files[path].ToArray();

    public void Put(string path, byte[] content)
    {
        _files[path] = new MemoryStream();
        _files[path].Write(content);
    }

    public bool Exists(string path) => _files.ContainsKey(path);

    public byte[] ReadAll(string path, long maxBytes) => Content(path);

    public IVoteLogFile Create(string path) => new OpenFile(_files[path] = new MemoryStream());

    public void Rename(string from, string to)
    {
        _files[to] = _files[from];
        _files.Remove(from);
    }

    public void FlushDirectory(string directory)
    {
    }

    private sealed class OpenFile(MemoryStream content) : IVoteLogFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            content.Position = offset;
            content.Write(bytes);
        }

        public void SetLength(long length) => content.SetLength(length);

        public void Flush()
        {
        }

        public void Dispose()
        {
        }
    }
}
