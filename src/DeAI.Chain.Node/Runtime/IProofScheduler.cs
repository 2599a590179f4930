using DeAI.Chain.Ledger.Transactions;

namespace DeAI.Chain.Node.Runtime;

/// <summary>Starts the replay of a training proof as soon as its transaction arrives, so that block validation finds the verdict ready.</summary>
internal interface IProofScheduler
{
    /// <summary>Returns at once; a transaction that opens no training run is passed over.</summary>
    void Consider(VerifiedTransaction transaction);
}
