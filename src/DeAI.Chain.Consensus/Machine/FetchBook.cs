namespace DeAI.Chain.Consensus;

/// <summary>Bodies that are missing here, each asked for from one seat at a time.</summary>
internal sealed class FetchBook
{
    private const int MaxOpen = 256;

    private readonly SortedDictionary<Hash256, FetchItem> _open = [];
    private readonly List<FetchItem> _due = [];

    public bool Contains(Hash256 digest) => _open.ContainsKey(digest);

    /// <summary>When the next request is due, or <see cref="long.MaxValue"/>.</summary>
    public long NextDue { get; private set; } = long.MaxValue;

    /// <summary>Notes a missing block; one that is noted already only takes over the candidates.</summary>
    public void Want(BlockRef block, SeatSet candidates, long dueAt)
    {
        if (_open.TryGetValue(block.Digest, out FetchItem? item))
        {
            item.Candidates = candidates;
            return;
        }

        if (_open.Count < MaxOpen)
        {
            _open.Add(block.Digest, new FetchItem(block, candidates, dueAt));
            NextDue = Math.Min(NextDue, dueAt);
        }
    }

    public void Done(Hash256 digest)
    {
        if (_open.Remove(digest))
        {
            Settle();
        }
    }

    public void DropUpTo(View view)
    {
        _due.Clear();
        foreach (FetchItem item in _open.Values)
        {
            if (item.Block.View <= view)
            {
                _due.Add(item);
            }
        }

        foreach (FetchItem item in _due)
        {
            _open.Remove(item.Block.Digest);
        }

        Settle();
    }

    /// <summary>Those whose time has come, each put off by <paramref name="retryMs"/>. Valid until the next call.</summary>
    public List<FetchItem> TakeDue(long now, long retryMs)
    {
        _due.Clear();
        if (now < NextDue)
        {
            return _due;
        }

        foreach (FetchItem item in _open.Values)
        {
            if (item.DueAt <= now)
            {
                item.DueAt = now + retryMs;
                item.Attempts++;
                _due.Add(item);
            }
        }

        Settle();
        return _due;
    }

    private void Settle()
    {
        NextDue = long.MaxValue;
        foreach (FetchItem item in _open.Values)
        {
            NextDue = Math.Min(NextDue, item.DueAt);
        }
    }
}
