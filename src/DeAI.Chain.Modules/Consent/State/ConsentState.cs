using System.Diagnostics.CodeAnalysis;
using System.Text;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Consent.State;

/// <summary>The tables of Consent, and the only place that knows their keys.</summary>
internal static class ConsentState
{
    private static readonly StateTable<DataSetRecord> DataSetTable = new(ModuleIds.Consent, 1);
    private static readonly StateTable<ConsentRecord> ConsentTable = new(ModuleIds.Consent, 2);
    private static readonly StateTable<ErasureRecord> ErasureTable = new(ModuleIds.Consent, 3);

    public static byte[] DataSetKey(Hash256 dataSet) => DataSetTable.KeyOf(StateKey.Of(dataSet.Value));

    public static byte[] ConsentKey(Hash256 dataSet, string purpose, Hash256 task) => ConsentTable.KeyOf(ConsentRowOf(dataSet, purpose, task));

    public static bool TryGetDataSet(IStateReader state, Hash256 dataSet, [NotNullWhen(true)] out DataSetRecord? record) =>
        DataSetTable.TryGet(state, StateKey.Of(dataSet.Value), out record);

    public static void PutDataSet(IStateWriter state, Hash256 dataSet, DataSetRecord record) =>
        DataSetTable.Put(state, StateKey.Of(dataSet.Value), record);

    public static IEnumerable<KeyValuePair<Hash256, DataSetRecord>> DataSets(IStateReader state, Hash256 after)
    {
        byte[] from = after.IsDefault ? [] : StateKey.Of(after.Value);
        foreach (TableRow<DataSetRecord> row in DataSetTable.Scan(state, afterRow: from))
        {
            yield return KeyValuePair.Create(new Hash256(row.RowKey.Span), row.Value);
        }
    }

    public static bool TryGetConsent(
        IStateReader state, Hash256 dataSet, string purpose, Hash256 task, [NotNullWhen(true)] out ConsentRecord? record) =>
        ConsentTable.TryGet(state, ConsentRowOf(dataSet, purpose, task), out record);

    public static void PutConsent(IStateWriter state, Hash256 dataSet, string purpose, Hash256 task, ConsentRecord record) =>
        ConsentTable.Put(state, ConsentRowOf(dataSet, purpose, task), record);

    /// <param name="dataSet"><c>default</c> for the consents of all data sets.</param>
    public static IEnumerable<ConsentRow> Consents(IStateReader state, Hash256 dataSet)
    {
        byte[] prefix = dataSet.IsDefault ? [] : StateKey.Of(dataSet.Value);
        foreach (TableRow<ConsentRecord> row in ConsentTable.Scan(state, prefix))
        {
            ReadOnlySpan<byte> key = row.RowKey.Span;
            string purpose = Encoding.ASCII.GetString(key[64..]);
            yield return new ConsentRow(new Hash256(key[..32]), purpose, new Hash256(key[32..64]), row.Value);
        }
    }

    public static bool TryGetErasure(IStateReader state, Hash256 dataSet, [NotNullWhen(true)] out ErasureRecord? record) =>
        ErasureTable.TryGet(state, StateKey.Of(dataSet.Value), out record);

    public static void PutErasure(IStateWriter state, Hash256 dataSet, ErasureRecord record) =>
        ErasureTable.Put(state, StateKey.Of(dataSet.Value), record);

    public static IEnumerable<Hash256> Erasures(IStateReader state) => ErasureTable.Scan(state).Select(static row => new Hash256(row.RowKey.Span));

    /// <summary>[data set][task][purpose]. A purpose that is not ASCII is never stored; asked for, it must not be mistaken for one that is.</summary>
    private static byte[] ConsentRowOf(Hash256 dataSet, string purpose, Hash256 task) =>
        [.. dataSet.ToArray(), .. task.ToArray(), .. Encoding.UTF8.GetBytes(purpose)];
}
