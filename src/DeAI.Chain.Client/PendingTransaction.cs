using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Client;

/// <summary>
/// A transaction that was given to nodes and whose end is not known: it may become final as long as no block above
/// <see cref="ValidUntil"/> is final. Its bytes may be offered again at any time; signing the message anew could do it twice.
/// </summary>
/// <param name="Signed">The very transaction that was offered.</param>
/// <param name="IsAccepted">A node said that its mempool has it. Otherwise the transport failed before any answer, and a node may have it or not.</param>
public sealed record PendingTransaction(SignedTransaction Signed, bool IsAccepted)
{
    public Hash256 Id => Signed.Id;

    /// <summary>The last height that may include it.</summary>
    public Height ValidUntil => Signed.Body.ValidUntil;

    internal string Describe() =>
        $"Transaction {Id} {(IsAccepted ? "was accepted by a node" : "was sent, and no node said whether it has it")}";
}
