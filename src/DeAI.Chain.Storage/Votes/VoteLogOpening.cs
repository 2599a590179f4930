namespace DeAI.Chain.Storage.Votes;

/// <summary>
/// How opening ended: <see cref="VoteLogOpened"/>, <see cref="VoteLogDamaged"/> or <see cref="VoteLogRefused"/>. Only the first gives a log.
/// </summary>
public abstract record VoteLogOpening
{
    private protected VoteLogOpening()
    {
    }
}
