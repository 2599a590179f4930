using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Models.Handlers;
using DeAI.Chain.Modules.Models.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Models.Queries;

/// <summary>Read-only answers about versions.</summary>
public static class ModelsQueries
{
    public static bool TryGetVersion(IStateReader state, Hash256 version, [NotNullWhen(true)] out ModelVersion? record) =>
        ModelsState.TryGetVersion(state, version, out record);

    /// <param name="after">The last version of the page before; <c>default</c> to begin.</param>
    public static IEnumerable<VersionRow> Versions(IStateReader state, Hash256 after = default)
    {
        foreach (KeyValuePair<Hash256, ModelVersion> version in ModelsState.Versions(state, after))
        {
            yield return new VersionRow(version.Key, version.Value);
        }
    }

    /// <summary>A version and all it descends from, newest first; empty where there is no such version.</summary>
    public static IEnumerable<VersionRow> Lineage(IStateReader state, Hash256 version)
    {
        while (ModelsState.TryGetVersion(state, version, out ModelVersion? record))
        {
            yield return new VersionRow(version, record);
            version = record.Parent;
        }
    }

    /// <summary>The version's weights, or null where there is no such version.</summary>
    public static ModelWeights? WeightsOf(IStateReader state, Hash256 version) => ModelsState.WeightsOf(state, version);

    public static VersionUsage UsageOf(IStateReader state, Hash256 version) => ModelsState.UsageOf(state, version);

    public static IEnumerable<OutcomeRow> Outcomes(IStateReader state, Hash256 version)
    {
        foreach (KeyValuePair<Hash256, OutcomeRecord> outcome in ModelsState.OutcomesOf(state, version))
        {
            yield return new OutcomeRow(outcome.Key, outcome.Value);
        }
    }

    /// <summary>The price of a prediction in a block of this height, or why the version does not answer.</summary>
    public static Result<Quote> QuoteOf(IStateReader state, Height height, Hash256 version)
    {
        if (!ModelsChecks.RequireVersion(state, version).TryGet(out ModelVersion record, out Refusal? refusal))
        {
            return Result.Refuse<Quote>(refusal);
        }

        if (ModelsChecks.RequireAnswering(record, height).Refusal is { } silent)
        {
            return Result.Refuse<Quote>(silent);
        }

        Credits contributors = record.Price.MultiplyDivide(record.ContributorParts, (ulong)Shares.Parts);
        return Result.Of(new Quote(version, record.Price, contributors, record.Price - contributors));
    }

    /// <summary>The state key of a version, for proofs.</summary>
    public static byte[] VersionKey(Hash256 version) => ModelsState.VersionKey(version);

    /// <summary>The state key of a version's weights, for proofs.</summary>
    public static byte[] WeightsKey(Hash256 version) => ModelsState.WeightsKey(version);

    /// <summary>The version in a proven entry.</summary>
    public static Result<ModelVersion> DecodeVersion(ReadOnlySpan<byte> provenValue) => Canonical.Decode<ModelVersion>(provenValue);
}
