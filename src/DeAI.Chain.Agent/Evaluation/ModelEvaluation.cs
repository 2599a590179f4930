using System.Collections.Immutable;
using DeAI.Chain.Agent.Chain;
using DeAI.Chain.Agent.Data;
using DeAI.Chain.Compute;
using DeAI.Chain.Learning;
using DeAI.Chain.Learning.Data;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Evaluation;

/// <summary>Ranking and error of a model on flights. Floating point is allowed here: nobody has to recompute it.</summary>
public static class ModelEvaluation
{
    /// <summary>Predictions are in 1/32 minute.</summary>
    private const double MinuteUnit = 32.0;

    /// <summary>Evaluates a published version on files; each file's flights are encoded with their own history.</summary>
    /// <param name="version">Fetched with its weights from the chain; the weights are checked against the version's hash.</param>
    /// <param name="files">CSV, plain or <c>.gz</c>.</param>
    public static async Task<Result<EvaluationReport>> RunAsync(
        IChainAccess chain, Hash256 version, IReadOnlyList<string> files, ITensorBackend backend, CancellationToken cancellation)
    {
        // The files first: what is wrong with them can be told without anybody's answer.
        if (!(await ReadAsync(files, cancellation)).TryGet(out IReadOnlyList<EncodedFlights> rows, out Refusal? refusal))
        {
            return Result.Refuse<EvaluationReport>(refusal);
        }

        ChainReader reader = new(chain);
        ModelVersion? record = await reader.VersionAsync(version, cancellation);
        ModelWeights? weights = record is null ? null : await reader.WeightsAsync(version, cancellation);
        return record is null || weights is null || weights.Hash != record.WeightsHash
            ? Result.Refuse<EvaluationReport>(AgentErrors.UnknownVersion, $"there is no version {version} with its weights on this chain")
            : Evaluate(record.Model, weights, rows, backend);
    }

    /// <summary>Reads and encodes whole files, each with its own history.</summary>
    public static async Task<Result<IReadOnlyList<EncodedFlights>>> ReadAsync(IReadOnlyList<string> files, CancellationToken cancellation)
    {
        List<EncodedFlights> rows = [];
        foreach (string file in files)
        {
            Result<EncodedFlights> read = await FlightSource.ReadAsync(file, DateOnly.MaxValue, cancellation);
            if (!read.TryGet(out EncodedFlights encoded, out Refusal? refusal))
            {
                return Result.Refuse<IReadOnlyList<EncodedFlights>>(refusal);
            }

            rows.Add(encoded);
        }

        return Result.Of<IReadOnlyList<EncodedFlights>>(rows);
    }

    /// <summary>Evaluates any weights on the union of these rows.</summary>
    public static Result<EvaluationReport> Evaluate(
        ModelSpecification specification, ModelWeights weights, IReadOnlyList<EncodedFlights> rows, ITensorBackend backend)
    {
        if (!Predictor.Create(specification, backend, weights).TryGet(out Predictor predictor, out Refusal? refusal))
        {
            return Result.Refuse<EvaluationReport>(refusal);
        }

        if (specification.Features != FlightFeatureEncoder.Width)
        {
            return Result.Refuse<EvaluationReport>(
                AgentErrors.OtherSchema, $"the model reads {specification.Features} features, flights have {FlightFeatureEncoder.Width}");
        }

        int count = rows.Sum(static part => part.Count);
        int[] scores = new int[count];
        int[] late = new int[count];
        double error = 0;
        int next = 0;
        foreach (EncodedFlights part in rows)
        {
            ImmutableArray<Prediction> predictions = predictor.Predict(part.Features, new ResidualQuantiles(0, 0));
            for (int i = 0; i < part.Count; i++, next++)
            {
                scores[next] = predictions[i].Score;
                late[next] = part.Late[i];
                error += Math.Abs((predictions[i].DelayMinutes / MinuteUnit) - part.DelayMinutes[i]);
            }
        }

        return count == 0
            ? Result.Refuse<EvaluationReport>(FlightErrors.NoRows, "there are no flights to evaluate on")
            : Result.Of(new EvaluationReport(count, late.Sum(), RankStatistic.Auc(scores, late), error / count));
    }
}
