namespace DeAI.Chain.Consensus;

/// <summary>Against what every message of an epoch is checked. Immutable and safe to share between threads.</summary>
public sealed class EpochContext
{
    private const string IdentityDomain = "deai.consensus.epoch.v1";

    public EpochContext(ChainId chain, EpochStart start)
    {
        Chain = chain;
        Start = start;
        CanonicalWriter writer = new(64 + (start.Validators.Count * 40));
        writer.Write(chain);
        writer.Write(start.Epoch);
        writer.Write(start.Validators);
        Identity = DomainHash.Of(IdentityDomain, writer.WrittenSpan);
    }

    public ChainId Chain { get; }

    public EpochStart Start { get; }

    public Epoch Epoch => Start.Epoch;

    public ValidatorSet Validators => Start.Validators;

    /// <summary>Chain, epoch and validator set in one digest: what was verified under one says nothing under another.</summary>
    internal Hash256 Identity { get; }

    /// <summary>The seat that leads a view: round robin, the whole set in turn.</summary>
    public int LeaderOf(View view) => (int)(view.Value % (ulong)Start.Validators.Count);
}
