namespace DeAI.Chain.Consensus;

/// <summary>Turns a decoded message of a peer into an input of the machine of that epoch. Stateless apart from the cache; any
/// thread.</summary>
public sealed class MessageVerifier(EpochContext context, IBodyCheck bodies, VerificationCache cache)
{
    public EpochContext Context => context;

    /// <param name="from">The peer that the transport authenticated.</param>
    /// <param name="message">Its message.</param>
    /// <returns>The input, or a refusal; <see cref="ConsensusErrors.WrongEpoch"/> is no offence, everything else is.</returns>
    public Result<ConsensusInput> Verify(PublicKey from, ConsensusMessage message)
    {
        if (message.Epoch != context.Epoch)
        {
            return Result.Refuse<ConsensusInput>(ConsensusErrors.WrongEpoch, $"epoch {message.Epoch}, here is {context.Epoch}");
        }

        return message.Kind switch
        {
            ConsensusMessageKind.Proposal => Wrap(
                VerifiedProposal.Check(context, message.Proposal!, bodies, cache),
                proposal => new ConsensusInput.ProposalReceived(from, proposal)),
            ConsensusMessageKind.Vote => Wrap(
                VerifiedVote.Check(context, message.Vote!, cache),
                vote => new ConsensusInput.VoteReceived(from, vote)),
            ConsensusMessageKind.Certificate => Wrap(
                VerifiedCertificate.Check(context, message.Certificate!, cache),
                certificate => new ConsensusInput.CertificateReceived(from, certificate)),
            ConsensusMessageKind.Fetch => Result.Of<ConsensusInput>(new ConsensusInput.FetchReceived(from, message.Fetch!)),
            ConsensusMessageKind.Status => Result.Of<ConsensusInput>(new ConsensusInput.StatusReceived(from, message.Status!)),
            _ => Result.Refuse<ConsensusInput>(ConsensusErrors.BadMessage, $"kind {(byte)message.Kind}"),
        };
    }

    private static Result<ConsensusInput> Wrap<T>(Result<T> result, Func<T, ConsensusInput> make) =>
        result.TryGet(out T value, out Refusal? refusal) ? Result.Of(make(value)) : Result.Refuse<ConsensusInput>(refusal);
}
