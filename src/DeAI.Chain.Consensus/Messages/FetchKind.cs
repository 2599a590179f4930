namespace DeAI.Chain.Consensus;

/// <summary>What is asked for.</summary>
public enum FetchKind : byte
{
    /// <summary>No request: refused.</summary>
    None = 0,

    /// <summary>The proposal with this digest.</summary>
    Proposal = 1,

    /// <summary>Certificates from this view on, at most <see cref="ConsensusLimits.CertificatesPerAnswer"/>.</summary>
    Certificates = 2,
}
