using DeAI.Chain.Compute;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>Losses of models on hold-out blocks: integers, so that shares computed from them are the same everywhere.</summary>
public sealed class Evaluator
{
    /// <summary>Losses of so many blocks stay below 2^50, and Shapley values of six members inside 64 bits.</summary>
    public const int MaxBlocks = 4096;

    private readonly ModelSpecification _specification;
    private readonly Network _network;
    private readonly LoadedBlock[] _blocks;

    /// <param name="specification">Validated.</param>
    /// <param name="blocks">Already checked against the schema.</param>
    public Evaluator(ModelSpecification specification, ITensorBackend backend, ReadOnlySpan<DataBlock> blocks)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blocks.Length, MaxBlocks);
        _specification = specification;
        _network = new Network(specification, backend);
        _blocks = new LoadedBlock[blocks.Length];
        for (int i = 0; i < blocks.Length; i++)
        {
            _blocks[i] = _network.Load(blocks[i]);
        }
    }

    /// <summary>Sum over all rows of cross-entropy plus weighted Huber loss, Q16.</summary>
    /// <exception cref="ArgumentException">The weights are not of this model.</exception>
    public long LossSum(ModelWeights weights)
    {
        if (weights.Validate(_specification).Refusal is { } refusal)
        {
            throw new ArgumentException(refusal.ToString(), nameof(weights));
        }

        _network.Load(weights);
        long sum = 0;
        foreach (LoadedBlock block in _blocks)
        {
            sum += _network.LossSum(block);
        }

        return sum;
    }
}
