using DeAI.Chain.Storage.Votes;

namespace DeAI.Chain.Storage.Tests.Support;

/// <summary>
/// A disk in memory that can fail at any call and lose power after any: of what was not flushed, each 512-byte sector arrives or not, the
/// length arrives or not, and so does each rename.
/// </summary>
internal sealed class PowerLossDisk(Random random) : IVoteLogDisk
{
    private readonly Dictionary<string, Node> _durable = [];
    private Dictionary<string, Node> _current = [];
    private int _callsLeft = int.MaxValue;

    /// <summary>Calls that still succeed; the next one fails as a full or broken disk does.</summary>
    public void FailAfter(int calls) => _callsLeft = calls;

    public bool Failed { get; private set; }

    public bool Exists(string path) => _current.ContainsKey(path);

    public byte[] ReadAll(string path, long maxBytes) => [.. _current[path].Content];

    public IVoteLogFile Create(string path)
    {
        Count();
        Node node = new();
        _current[path] = node;
        return new OpenFile(this, node);
    }

    public void Rename(string from, string to)
    {
        Count();
        _current[to] = _current[from];
        _current.Remove(from);
    }

    public void FlushDirectory(string directory)
    {
        Count();
        _durable.Clear();
        foreach (KeyValuePair<string, Node> entry in _current)
        {
            _durable[entry.Key] = entry.Value;
        }
    }

    /// <summary>Power off and on.</summary>
    public void LosePower()
    {
        // Journaling file systems keep the order of directory changes: all of them arrived, or none since the last flush.
        _current = random.Next(2) == 0 ? new Dictionary<string, Node>(_durable) : _current;
        foreach (Node node in _current.Values)
        {
            node.LosePower(random);
        }

        _durable.Clear();
        foreach (KeyValuePair<string, Node> entry in _current)
        {
            _durable[entry.Key] = entry.Value;
        }

        _callsLeft = int.MaxValue;
        Failed = false;
    }

    private void Count()
    {
        if (_callsLeft-- <= 0)
        {
            Failed = true;
            throw new StorageFullException("the test disk fails here");
        }
    }

    private sealed class Node
    {
        public List<byte> Content { get; private set; } = [];

        public byte[] Durable { get; set; } = [];

        public void LosePower(Random random)
        {
            int length = random.Next(3) switch
            {
                0 => Durable.Length,
                1 => Content.Count,
                _ => random.Next(Math.Min(Durable.Length, Content.Count), Math.Max(Durable.Length, Content.Count) + 1),
            };
            byte[] after = new byte[length];
            int mode = random.Next(3);
            for (int start = 0; start < length; start += 512)
            {
                bool arrived = mode == 0 || (mode == 1 && random.Next(2) == 0);
                IReadOnlyList<byte> source = arrived ? Content : Durable;
                for (int i = start; i < Math.Min(start + 512, length); i++)
                {
                    after[i] = i < source.Count ? source[i] : (byte)0;
                }
            }

            Durable = after;
            Content = [.. after];
        }
    }

    private sealed class OpenFile(PowerLossDisk disk, Node node) : IVoteLogFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            bool fails = disk._callsLeft <= 0;
            ReadOnlySpan<byte> written = fails ? bytes[..disk.Part(bytes.Length)] : bytes;
            while (node.Content.Count < offset + written.Length)
            {
                node.Content.Add(0);
            }

            for (int i = 0; i < written.Length; i++)
            {
                node.Content[(int)offset + i] = written[i];
            }

            disk.Count();
        }

        public void SetLength(long length) => node.Content.RemoveRange((int)length, node.Content.Count - (int)length);

        public void Flush()
        {
            disk.Count();
            node.Durable = [.. node.Content];
        }

        public void Dispose()
        {
        }
    }

    private int Part(int length) => random.Next(length + 1);
}
