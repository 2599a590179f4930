namespace DeAI.Chain.Consensus;

/// <summary>
/// Whose turn is not worth waiting for. A local judgement: it only hastens this node's own Nullify, which rule 2 allows at any time before
/// Finalize, so it can differ between nodes.
/// </summary>
internal sealed class LeaderSkipping(int seats, int faulty)
{
    private const int MissesBeforeSkip = 2;

    private readonly ulong[] _lastSeen = new ulong[seats];
    private readonly ulong[] _lastMissed = new ulong[seats];
    private readonly int[] _misses = new int[seats];

    /// <summary>Something signed or sent by that seat about that view.</summary>
    public void Seen(int seat, View view) => _lastSeen[seat] = Math.Max(_lastSeen[seat], view.Value);

    /// <summary>It proposed in its turn.</summary>
    public void Proposed(int seat, View view)
    {
        Seen(seat, view);
        _misses[seat] = 0;
    }

    /// <summary>Its view was nullified and nobody here saw a proposal.</summary>
    public void Missed(int seat, View view)
    {
        _lastMissed[seat] = Math.Max(_lastMissed[seat], view.Value);
        _misses[seat] = Math.Min(_misses[seat] + 1, MissesBeforeSkip);
    }

    public bool ShouldSkip(int seat)
    {
        if (!IsAbsent(seat))
        {
            return false;
        }

        // More than f absent seats is a partition or this node's own fault, and skipping them would only add noise.
        int absent = 0;
        for (int i = 0; i < _misses.Length; i++)
        {
            absent += IsAbsent(i) ? 1 : 0;
        }

        return absent <= faulty;
    }

    private bool IsAbsent(int seat) => _misses[seat] >= MissesBeforeSkip && _lastSeen[seat] < _lastMissed[seat];
}
