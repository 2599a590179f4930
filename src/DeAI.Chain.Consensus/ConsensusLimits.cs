namespace DeAI.Chain.Consensus;

/// <summary>What bounds the sizes of messages and the memory of a machine. Part of the wire format: change them only with a new
/// version.</summary>
public static class ConsensusLimits
{
    /// <summary>The largest block body: the ledger's largest block.</summary>
    public const int MaxBodyBytes = 8 * 1024 * 1024;

    /// <summary>Most nullifications that a proposal carries, the newest ones. Whoever lacks older ones fetches them.</summary>
    public const int MaxCarriedNullifications = 128;

    public const int MaxBitmapBytes = ValidatorSet.MaxSeats / 8;

    public const int MaxCertificateSignatureBytes = ValidatorSet.MaxSeats * Signature.Length;

    /// <summary>The largest encoded <see cref="ConsensusMessage"/>: a full body and 129 full certificates stay below it.</summary>
    public const int MaxMessageBytes = 10 * 1024 * 1024;

    /// <summary>Views above the last committed one for which a machine keeps certificates.</summary>
    public const int TrackedViews = 4096;

    /// <summary>Votes are kept for views this far ahead of the current one; what is beyond comes again.</summary>
    public const int LookAheadViews = 64;

    /// <summary>Bodies and votes leave the memory this far behind the current view; bodies are then read back from the store.</summary>
    public const int RecentViews = 64;

    /// <summary>Committed views that stay in memory, so that late equivocation is still evidence and neighbours are served.</summary>
    public const int EvidenceTailViews = 64;

    /// <summary>A finalization that far above the committed view is left to block sync.</summary>
    public const int CatchUpViews = 64;

    /// <summary>Certificates in one answer or one rebroadcast.</summary>
    public const int CertificatesPerAnswer = 32;

    /// <summary>Answers to one peer in one answering window (one delta).</summary>
    public const int AnswersPerWindow = 8;

    /// <summary>Peers answered in one window.</summary>
    public const int PeersPerWindow = 512;
}
