namespace DeAI.Chain.Consensus;

/// <summary>How much is answered to each peer within one window, so that small requests cannot buy unbounded answers.</summary>
internal sealed class AnswerBudget
{
    private readonly Dictionary<PublicKey, int> _spent = [];
    private long _windowEnds;

    public void Tick(long now, long windowMs)
    {
        if (now >= _windowEnds)
        {
            _spent.Clear();
            _windowEnds = now + windowMs;
        }
    }

    public bool TrySpend(PublicKey peer)
    {
        if (!_spent.TryGetValue(peer, out int spent) && _spent.Count >= ConsensusLimits.PeersPerWindow)
        {
            return false;
        }

        if (spent >= ConsensusLimits.AnswersPerWindow)
        {
            return false;
        }

        _spent[peer] = spent + 1;
        return true;
    }
}
