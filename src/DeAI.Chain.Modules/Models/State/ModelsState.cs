using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Models.State;

/// <summary>The tables of Models, and the only place that knows their keys.</summary>
internal static class ModelsState
{
    private static readonly StateTable<ModelVersion> VersionTable = new(ModuleIds.Models, 1);
    private static readonly StateTable<ModelWeights> WeightsTable = new(ModuleIds.Models, 2);
    private static readonly StateTable<VersionUsage> UsageTable = new(ModuleIds.Models, 3);
    private static readonly StateTable<OutcomeRecord> Outcomes = new(ModuleIds.Models, 4);

    public static byte[] VersionKey(Hash256 version) => VersionTable.KeyOf(StateKey.Of(version.Value));

    public static byte[] WeightsKey(Hash256 version) => WeightsTable.KeyOf(StateKey.Of(version.Value));

    public static bool TryGetVersion(IStateReader state, Hash256 version, [NotNullWhen(true)] out ModelVersion? record) =>
        VersionTable.TryGet(state, StateKey.Of(version.Value), out record);

    public static void PutVersion(IStateWriter state, Hash256 version, ModelVersion record) =>
        VersionTable.Put(state, StateKey.Of(version.Value), record);

    public static IEnumerable<KeyValuePair<Hash256, ModelVersion>> Versions(IStateReader state, Hash256 after = default)
    {
        byte[] afterRow = after.IsDefault ? [] : StateKey.Of(after.Value);
        foreach (TableRow<ModelVersion> row in VersionTable.Scan(state, default, afterRow))
        {
            yield return KeyValuePair.Create(new Hash256(row.RowKey.Span), row.Value);
        }
    }

    public static ModelWeights? WeightsOf(IStateReader state, Hash256 version) =>
        WeightsTable.TryGet(state, StateKey.Of(version.Value), out ModelWeights? weights) ? weights : null;

    public static void PutWeights(IStateWriter state, Hash256 version, ModelWeights weights) =>
        WeightsTable.Put(state, StateKey.Of(version.Value), weights);

    public static VersionUsage UsageOf(IStateReader state, Hash256 version) =>
        UsageTable.TryGet(state, StateKey.Of(version.Value), out VersionUsage? usage) ? usage : VersionUsage.Nothing;

    public static void PutUsage(IStateWriter state, Hash256 version, VersionUsage usage) =>
        UsageTable.Put(state, StateKey.Of(version.Value), usage);

    public static bool TryGetOutcome(IStateReader state, Hash256 version, Hash256 prediction, [NotNullWhen(true)] out OutcomeRecord? record) =>
        Outcomes.TryGet(state, Row(version, prediction), out record);

    public static void PutOutcome(IStateWriter state, Hash256 version, Hash256 prediction, OutcomeRecord record) =>
        Outcomes.Put(state, Row(version, prediction), record);

    public static IEnumerable<KeyValuePair<Hash256, OutcomeRecord>> OutcomesOf(IStateReader state, Hash256 version)
    {
        foreach (TableRow<OutcomeRecord> row in Outcomes.Scan(state, StateKey.Of(version.Value)))
        {
            yield return KeyValuePair.Create(new Hash256(row.RowKey.Span[Bytes32.Length..]), row.Value);
        }
    }

    private static byte[] Row(Hash256 version, Hash256 prediction) =>
        new StateKey(stackalloc byte[64]).Add(version.Value).Add(prediction.Value).Span.ToArray();
}
