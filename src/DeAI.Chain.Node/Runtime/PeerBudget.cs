namespace DeAI.Chain.Node.Runtime;

/// <summary>
/// Bounds what peers may have this node hold or do for them at once, each of them and all together: work for peers is queued on threads that
/// the transport's own bounds do not see.
/// </summary>
/// <param name="perPeer">In whatever is counted: bytes, answers.</param>
internal sealed class PeerBudget(long perPeer, long together)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<PublicKey, long> _taken = [];
    private long _all;

    /// <returns>False where there is no room now; a single item larger than the bound passes when nothing else is held.</returns>
    public bool TryTake(PublicKey peer, long amount)
    {
        lock (_gate)
        {
            long held = _taken.GetValueOrDefault(peer);
            bool fits = (held == 0 || held + amount <= perPeer) && (_all == 0 || _all + amount <= together);
            if (fits)
            {
                _taken[peer] = held + amount;
                _all += amount;
            }

            return fits;
        }
    }

    public void Release(PublicKey peer, long amount)
    {
        lock (_gate)
        {
            _all -= amount;
            long held = _taken[peer] - amount;
            if (held == 0)
            {
                _taken.Remove(peer);
            }
            else
            {
                _taken[peer] = held;
            }
        }
    }
}
