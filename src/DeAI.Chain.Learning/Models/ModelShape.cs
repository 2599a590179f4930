namespace DeAI.Chain.Learning;

/// <summary>Where a model's parameters lie: per layer the weights, inputs x outputs by rows, then the biases.</summary>
public sealed class ModelShape
{
    private readonly int[] _widths;
    private readonly int[] _offsets;

    public ModelShape(ModelSpecification specification)
    {
        _widths = [.. specification.Widths.Span];
        _offsets = new int[_widths.Length];
        for (int layer = 0; layer < LayerCount; layer++)
        {
            _offsets[layer + 1] = _offsets[layer] + ((_widths[layer] + 1) * _widths[layer + 1]);
        }
    }

    public int LayerCount => _widths.Length - 1;

    public int ParameterCount => _offsets[^1];

    public int Inputs(int layer) => _widths[layer];

    public int Outputs(int layer) => _widths[layer + 1];

    /// <summary>Index of a layer's first weight.</summary>
    public int WeightOffset(int layer) => _offsets[layer];

    /// <summary>Index of a layer's first bias.</summary>
    public int BiasOffset(int layer) => _offsets[layer] + (_widths[layer] * _widths[layer + 1]);

    /// <summary>Whether these masters are inside the bounds of kernel version 1.</summary>
    internal bool InBounds(ReadOnlySpan<int> values)
    {
        for (int layer = 0; layer < LayerCount; layer++)
        {
            ReadOnlySpan<int> weights = values[WeightOffset(layer)..BiasOffset(layer)];
            ReadOnlySpan<int> biases = values.Slice(BiasOffset(layer), Outputs(layer));
            if (!Within(weights, KernelFormat.WeightBound) || !Within(biases, KernelFormat.BiasBound))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Within(ReadOnlySpan<int> values, int bound)
    {
        foreach (int value in values)
        {
            if (value > bound || value < -bound)
            {
                return false;
            }
        }

        return true;
    }
}
