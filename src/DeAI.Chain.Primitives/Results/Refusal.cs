namespace DeAI.Chain.Primitives;

/// <summary>Why an input was not accepted.</summary>
/// <param name="Code">The stable name.</param>
/// <param name="Detail">One sentence with the values compared, and where it helps what to do. Not stable, not hashed.</param>
public sealed record Refusal(ReasonCode Code, string Detail)
{
    /// <summary>Characters of <see cref="Detail"/>. What quotes its input, such as a JSON reader's message, could be as long as that.</summary>
    public const int MaxDetailLength = 2048;

    public string Detail { get; } = Bounded(Detail);

    public override string ToString() => Detail.Length == 0 ? Code.ToString() : $"{Code}: {Detail}";

    /// <summary>The text, or its beginning and how long it was.</summary>
    public static string Bounded(string text)
    {
        if (text.Length <= MaxDetailLength)
        {
            return text;
        }

        string end = $"... ({text.Length} characters)";
        int kept = MaxDetailLength - end.Length;
        return text[..(char.IsHighSurrogate(text[kept - 1]) ? kept - 1 : kept)] + end;
    }
}
