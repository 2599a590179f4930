namespace DeAI.Chain.Consensus;

/// <summary>Where a node stands. A claim, believed only as far as its consequences go: it decides what is sent to the peer.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="View">The view the node is in.</param>
/// <param name="VotedView">The newest view it holds a stored vote for; 0 if none. Quarantine relies on it.</param>
/// <param name="FinalizedView">The newest view whose finalization it knows; the epoch's start if none.</param>
/// <param name="CommittedView">The newest view whose block it has committed.</param>
/// <param name="WantsReply">The receiver shall answer with its own status: a node in quarantine has to hear a quorum.</param>
public sealed record Status(Epoch Epoch, View View, View VotedView, View FinalizedView, View CommittedView, bool WantsReply)
    : ICanonical<Status>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(6);
        writer.Write(Epoch);
        writer.Write(View);
        writer.Write(VotedView);
        writer.Write(FinalizedView);
        writer.Write(CommittedView);
        writer.Write(WantsReply);
    }

    public static Status Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(6);
        return new Status(
            reader.ReadEpoch(), reader.ReadView(), reader.ReadView(), reader.ReadView(), reader.ReadView(), reader.ReadBoolean());
    }
}
