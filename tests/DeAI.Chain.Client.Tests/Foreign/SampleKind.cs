namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>What a sampled proof shows.</summary>
internal enum SampleKind
{
    /// <summary>An entry's value; at some heights its absence.</summary>
    Present,

    /// <summary>That an invented key is absent.</summary>
    Absent,
    Transaction,
    Receipt,
    Range,
}
