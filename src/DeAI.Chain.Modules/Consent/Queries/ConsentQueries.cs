using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Modules.Consent.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Consent.Queries;

/// <summary>Read-only answers about data sets, consents and erasures.</summary>
public static class ConsentQueries
{
    public static bool TryGetDataSet(IStateReader state, Hash256 dataSet, [NotNullWhen(true)] out DataSetRecord? record) =>
        ConsentState.TryGetDataSet(state, dataSet, out record);

    /// <summary>Data sets in ascending order of id.</summary>
    /// <param name="after">The last id of the page before; <c>default</c> for the first page.</param>
    public static IEnumerable<KeyValuePair<Hash256, DataSetRecord>> DataSets(IStateReader state, Hash256 after = default) =>
        ConsentState.DataSets(state, after);

    /// <summary>Every consent ever given for a data set that was not given anew, by task and purpose.</summary>
    public static IEnumerable<ConsentRow> ConsentsOf(IStateReader state, Hash256 dataSet) => ConsentState.Consents(state, dataSet);

    public static bool TryGetErasure(IStateReader state, Hash256 dataSet, [NotNullWhen(true)] out ErasureRecord? record) =>
        ConsentState.TryGetErasure(state, dataSet, out record);

    /// <summary>The state key of a data set, for proofs.</summary>
    public static byte[] DataSetKey(Hash256 dataSet) => ConsentState.DataSetKey(dataSet);

    /// <summary>The state key of a consent, for proofs.</summary>
    /// <param name="task"><c>default</c> for the consent to every task.</param>
    public static byte[] ConsentKey(Hash256 dataSet, string purpose, Hash256 task = default) => ConsentState.ConsentKey(dataSet, purpose, task);
}
