namespace DeAI.Chain.Storage.Votes;

/// <summary>What opening found. Anything but zero and false belongs into the operator's log.</summary>
/// <param name="Created">
/// There was no log. Only right at a validator's first start: at any other time its votes are lost and it must go through quarantine.
/// </param>
/// <param name="HealedCopies">Copies of a record or of the header that were damaged and have been restored from their twin.</param>
/// <param name="TornBytes">Bytes of a last append that had not been flushed when the machine stopped. Nothing in them was ever signed.</param>
public sealed record VoteLogReport(bool Created, int HealedCopies, long TornBytes)
{
    /// <summary>The log's generation as it was read, before opening wrote it anew; 0 if it was created.</summary>
    public ulong Generation { get; init; }

    /// <summary>The name of the file as it was found (<see cref="VoteLog.File"/>).</summary>
    public string File { get; init; } = string.Empty;

    public bool IsClean => !Created && HealedCopies == 0 && TornBytes == 0;
}
