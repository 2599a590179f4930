namespace DeAI.Chain.Storage.Votes;

/// <summary>What opening found. Anything but zero and false belongs into the operator's log.</summary>
/// <param name="Created">
/// There was no log. Only right at a validator's first start: at any other time its votes are lost and it must go through quarantine.
/// </param>
/// <param name="HealedCopies">Copies of a record or of the header that were damaged and have been restored from their twin.</param>
/// <param name="TornBytes">Bytes of a last append that had not been flushed when the machine stopped. Nothing in them was ever signed.</param>
public sealed record VoteLogReport(bool Created, int HealedCopies, long TornBytes)
{
    public bool IsClean => !Created && HealedCopies == 0 && TornBytes == 0;
}
