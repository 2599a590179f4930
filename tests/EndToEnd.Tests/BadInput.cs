namespace EndToEnd.Tests;

/// <summary>Something that a node must refuse.</summary>
/// <param name="Name">For people.</param>
/// <param name="Bytes">As a client submits them.</param>
/// <param name="Reason">What the client is told.</param>
/// <param name="Counted">What the node counts, where that is not <paramref name="Reason"/>.</param>
internal sealed record BadInput(string Name, byte[] Bytes, string Reason, string? Counted = null)
{
    /// <summary>Refused by its module, in a block, for a fee.</summary>
    public bool IsOnChain { get; init; }

    public string Metric => $"{(IsOnChain ? "deai_transactions_refused_total" : "deai_submissions_refused_total")}{{reason=\"{Counted ?? Reason}\"}}";
}
