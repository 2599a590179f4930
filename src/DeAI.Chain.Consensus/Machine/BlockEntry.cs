namespace DeAI.Chain.Consensus;

/// <summary>One proposed block and what is known of it.</summary>
internal sealed class BlockEntry(VerifiedProposal proposal)
{
    public ProposalHeader Header { get; } = proposal.Header;

    /// <summary>Null once the body has left the memory.</summary>
    public VerifiedProposal? Proposal { get; set; } = proposal;

    public BlockRef Ref => new(Header.View, Header.Digest);

    public BlockRef Parent => new(Header.ParentView, Header.ParentDigest);

    public ValidationState Validation { get; set; }

    /// <summary>Valid, but this node alone has something against voting for it.</summary>
    public bool Objected { get; set; }

    public bool ClosesEpoch { get; set; }

    /// <summary>An ancestor closes the epoch. Known once validation was asked for.</summary>
    public bool Carrier { get; set; }

    /// <summary>It stands in the list of those that wait for their parent.</summary>
    public bool Waits { get; set; }

    public bool PersistRequested { get; set; }

    public bool Durable { get; set; }
}
