using System.Collections.Immutable;
using DeAI.Chain.Compute;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>Forward passes of one model. Not thread-safe: it reuses its buffers.</summary>
public sealed class Predictor
{
    private readonly ModelSpecification _specification;
    private readonly ITensorBackend _backend;
    private readonly Network _network;

    private Predictor(ModelSpecification specification, ITensorBackend backend, ModelWeights weights)
    {
        _specification = specification;
        _backend = backend;
        _network = new Network(specification, backend);
        _network.Load(weights);
    }

    /// <returns>The predictor; or why these are no weights of a valid model.</returns>
    public static Result<Predictor> Create(ModelSpecification specification, ITensorBackend backend, ModelWeights weights)
    {
        Result valid = specification.Validate();
        valid = valid.IsOk ? weights.Validate(specification) : valid;
        return valid.Refusal is { } refusal
            ? Result.Refuse<Predictor>(refusal)
            : Result.Of(new Predictor(specification, backend, weights));
    }

    /// <param name="features">Any number of rows, int8 Q6.</param>
    /// <exception cref="ArgumentException">Not whole rows.</exception>
    public ImmutableArray<Prediction> Predict(ReadOnlySpan<sbyte> features, ResidualQuantiles residuals)
    {
        int width = _specification.Features;
        if (features.Length % width != 0)
        {
            throw new ArgumentException($"{features.Length} values are no rows of {width}.", nameof(features));
        }

        ImmutableArray<Prediction>.Builder predictions = ImmutableArray.CreateBuilder<Prediction>(features.Length / width);
        for (int first = 0; first < predictions.Capacity; first += ModelSpecification.BatchRows)
        {
            int rows = Math.Min(ModelSpecification.BatchRows, predictions.Capacity - first);
            _network.Forward(LoadedBlock.From(features.Slice(first * width, rows * width), rows, width, _backend));
            for (int row = 0; row < rows; row++)
            {
                int logit = _network.Logit(row);
                int minutes = _network.Minutes(row);
                predictions.Add(new Prediction(
                    logit, FrozenTables.Sigmoid(logit) << 1, minutes, minutes + residuals.Lower, minutes + residuals.Upper));
            }
        }

        return predictions.MoveToImmutable();
    }
}
