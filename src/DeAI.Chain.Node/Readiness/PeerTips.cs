namespace DeAI.Chain.Node.Readiness;

/// <summary>What connected peers said last about the height of the chain. One entry for each peer that may connect.</summary>
internal sealed class PeerTips(TimeProvider time)
{
    /// <summary>A word that was not repeated for so long does not count: ten are missing by then.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly SortedDictionary<PublicKey, Word> _words = [];

    public void Heard(PublicKey peer, Height tip)
    {
        lock (_gate)
        {
            _words[peer] = new Word(tip, time.GetTimestamp());
        }
    }

    /// <summary>The session is over.</summary>
    public void Lost(PublicKey peer)
    {
        lock (_gate)
        {
            _words.Remove(peer);
        }
    }

    public IReadOnlyDictionary<PublicKey, Height> Fresh()
    {
        SortedDictionary<PublicKey, Height> fresh = [];
        lock (_gate)
        {
            foreach (KeyValuePair<PublicKey, Word> word in _words.ToArray())
            {
                if (time.GetElapsedTime(word.Value.At) < Lifetime)
                {
                    fresh[word.Key] = word.Value.Tip;
                }
                else
                {
                    _words.Remove(word.Key);
                }
            }
        }

        return fresh;
    }

    private readonly record struct Word(Height Tip, long At);
}
