using System.Collections.Immutable;
using DeAI.Chain.Compute;
using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Contribution.Contracts;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Contribution;

/// <summary>Combines updates and values them on the hold-out rows shown.</summary>
internal sealed class Valuer(ITensorBackend backend)
{
    /// <summary>One member's rows alone would measure the others by its own data.</summary>
    private const int MinDepositors = 2;

    private const int MinuteUnits = 32;

    public Result<Valuation> Value(ModelSpecification model, ModelWeights start, IReadOnlyList<ScoredUnit> units)
    {
        WeightedUpdate[] updates = [.. units.Select(static unit => new WeightedUpdate(unit.Update, unit.Weight))];
        Result<ModelWeights> combined = Aggregation.Combine(model, start, updates);
        if (!combined.TryGet(out ModelWeights weights, out Refusal? refusal))
        {
            return Result.Refuse<Valuation>(Errors.NotCombinable, refusal.ToString());
        }

        if (units.Count(static unit => unit.Revealed.Count > 0) < MinDepositors)
        {
            return Result.Of(new Valuation(weights, Sequence.Create<long>(new long[units.Count]), 0, 0, ErrorInterval.Unknown));
        }

        DataBlock[] rows = [.. units.SelectMany(static unit => unit.Revealed.Items)];
        Result<ShapleyValues> valued = Shapley.Exact(model, new Evaluator(model, backend, rows), start, updates);
        if (!valued.TryGet(out ShapleyValues shapley, out refusal))
        {
            return Result.Refuse<Valuation>(Errors.NotCombinable, refusal.ToString());
        }

        long scale = ScoreRecord.Denominator / shapley.Denominator;
        ImmutableArray<long> values = [.. shapley.Numerators.Select(numerator => checked(numerator * scale))];
        uint count = checked((uint)(rows.Length * ModelSpecification.BatchRows));
        return Result.Of(new Valuation(weights, new Sequence<long>(values), shapley.Total, count, ErrorOf(model, weights, rows)));
    }

    /// <summary>The first and last tenth of outcome minus prediction.</summary>
    private ErrorInterval ErrorOf(ModelSpecification model, ModelWeights weights, ReadOnlySpan<DataBlock> rows)
    {
        Predictor predictor = Predictor.Create(model, backend, weights).Value;
        int[] errors = new int[rows.Length * ModelSpecification.BatchRows];
        int next = 0;
        foreach (DataBlock block in rows)
        {
            ImmutableArray<Prediction> predictions = predictor.Predict(block.Features, default);
            for (int row = 0; row < predictions.Length; row++)
            {
                errors[next++] = (block.Delay(row) * MinuteUnits) - predictions[row].DelayMinutes;
            }
        }

        Array.Sort(errors);
        return new ErrorInterval((uint)errors.Length, errors[(errors.Length - 1) / 10], errors[(errors.Length - 1) * 9 / 10]);
    }
}
