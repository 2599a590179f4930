namespace DeAI.Chain.Consensus;

/// <summary>
/// The exact bytes under each signature: a canonical array that opens with a name of its purpose, then chain and epoch, so that no
/// signature
/// serves in another chain, epoch, kind or view. The README gives the layouts.
/// </summary>
public static class SigningBytes
{
    public const string VoteDomain = "deai.consensus.vote.v1";

    public const string ProposalDomain = "deai.consensus.proposal.v1";

    public static byte[] OfVote(ChainId chain, Epoch epoch, Vote vote)
    {
        CanonicalWriter writer = new(128);
        writer.WriteArrayHeader(6);
        writer.Write(VoteDomain);
        writer.Write(chain);
        writer.Write(epoch);
        vote.EncodeFields(writer);
        return writer.ToArray();
    }

    public static byte[] OfProposal(ChainId chain, ProposalHeader header)
    {
        CanonicalWriter writer = new(192);
        writer.WriteArrayHeader(3);
        writer.Write(ProposalDomain);
        writer.Write(chain);
        writer.Write(header);
        return writer.ToArray();
    }
}
