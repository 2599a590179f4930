using DeAI.Chain.Ledger.Transactions;

namespace DeAI.Chain.Node.Runtime;

/// <summary>For nodes whose proofs are replayed when their block is validated, and not before.</summary>
internal sealed class NoProofs : IProofScheduler
{
    public static NoProofs Instance { get; } = new();

    public void Consider(VerifiedTransaction transaction)
    {
    }
}
