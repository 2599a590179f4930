namespace DeAI.Chain.Primitives;

/// <summary>Why an input was not accepted.</summary>
/// <param name="Code">The stable name.</param>
/// <param name="Detail">One sentence with the values compared, and where it helps what to do. Not stable, not hashed.</param>
public sealed record Refusal(ReasonCode Code, string Detail)
{
    public override string ToString() => Detail.Length == 0 ? Code.ToString() : $"{Code}: {Detail}";
}
