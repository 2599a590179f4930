namespace DeAI.Chain.Storage.Votes;

/// <summary>
/// Votes that were durable cannot be read any more. Do not sign; tell the operator; the validator goes through quarantine. The file is left
/// as it is.
/// </summary>
/// <param name="Offset">Of the first damaged byte range in the file.</param>
/// <param name="Record">Position, counted from 0, of the first record that is lost.</param>
/// <param name="Detail">One sentence for the operator.</param>
public sealed record VoteLogDamaged(long Offset, ulong Record, string Detail) : VoteLogOpening;
