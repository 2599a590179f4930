using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Consent.Contracts;

/// <summary>What other modules may ask about data sets and consents.</summary>
public interface IConsent
{
    /// <param name="dataSet">The data set's id: that of the transaction which declared it.</param>
    bool TryGetDataSet(IStateReader state, Hash256 dataSet, [NotNullWhen(true)] out DataSetRecord? record);

    /// <summary>
    /// The owner consented to this purpose for this data set, has not revoked it, and it has not expired. A revocation binds from the block
    /// after it; a request of erasure and the owner's exit are revocations. A consent limited to one task does not count here.
    /// </summary>
    /// <param name="purpose">As the task names it, e.g. <c>delay_prediction</c>.</param>
    /// <returns>Ok, or <c>consent.unknown_data_set</c>, <c>consent.not_given</c>, <c>consent.revoked</c>, <c>consent.expired</c>.</returns>
    Result RequireLive(IStateReader state, Height height, Hash256 dataSet, string purpose);

    /// <summary>As above for one training task: a consent to every task of the purpose or to this one is enough.</summary>
    Result RequireLive(IStateReader state, Height height, Hash256 dataSet, string purpose, Hash256 task);
}
