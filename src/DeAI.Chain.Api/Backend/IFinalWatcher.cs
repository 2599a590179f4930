using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api;

/// <summary>Hears once of each of its transactions what became of it.</summary>
public interface IFinalWatcher
{
    /// <summary>Called from the thread that makes blocks durable: must return at once and must not throw.</summary>
    /// <param name="id">Of the transaction.</param>
    /// <param name="outcome">Its place and receipt; refused where it can never be included.</param>
    void Settled(Hash256 id, Result<FinalTransaction> outcome);
}
