namespace DeAI.Chain.Consensus;

/// <summary>What a vote and a certificate have in common.</summary>
internal static class VoteChecks
{
    public static Refusal? OfContent(EpochContext context, Epoch epoch, Vote vote)
    {
        if (epoch != context.Epoch)
        {
            return new Refusal(ConsensusErrors.WrongEpoch, $"epoch {epoch}, here is {context.Epoch}");
        }

        if (vote.View <= context.Start.StartView)
        {
            return new Refusal(ConsensusErrors.ViewOutOfRange, $"view {vote.View}, the epoch starts after {context.Start.StartView}");
        }

        return vote.IsWellFormed ? null : new Refusal(ConsensusErrors.BadVote, $"kind {(byte)vote.Kind} with digest '{vote.Digest}'");
    }
}
