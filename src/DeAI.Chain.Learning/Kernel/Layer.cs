using DeAI.Chain.Compute;

namespace DeAI.Chain.Learning;

/// <summary>One layer's parameters, their packed forms, and the buffers of a step.</summary>
internal sealed class Layer
{
    private readonly int _index;
    private readonly int _outputs;
    private readonly bool _isHead;

    public Layer(ModelShape shape, int index)
    {
        _index = index;
        _outputs = shape.Outputs(index);
        _isHead = index == shape.LayerCount - 1;
        Inputs = shape.Inputs(index);
        Columns = _isHead ? KernelFormat.HeadColumns : _outputs;
        InputBits = index == 0 ? KernelFormat.InputBits : KernelFormat.ActivationBits;
        Masters = new int[Inputs * Columns];
        Momentum = new int[Masters.Length];
        BiasMasters = new int[Columns];
        BiasMomentum = new int[Columns];
        Bias = new int[Columns];
        Packed = new int[Masters.Length / 2];
        Transposed = index == 0 ? [] : new int[Masters.Length / 2];
        Gradient = new int[Masters.Length];
        BiasGradient = new int[Columns];
        Sums = new int[ModelSpecification.BatchRows * Columns];
        Plain = new short[Sums.Length];
        RowPairs = new int[Sums.Length / 2];
        OutputGradient = new int[Sums.Length];
        GradientPlain = new short[Sums.Length];
        GradientPairs = new int[Sums.Length / 2];
    }

    public int Inputs { get; }

    /// <summary>Outputs, padded for the heads.</summary>
    public int Columns { get; }

    /// <summary>Fraction bits of what comes in.</summary>
    public int InputBits { get; }

    public int[] Masters { get; }

    public int[] Momentum { get; }

    public int[] BiasMasters { get; }

    public int[] BiasMomentum { get; }

    /// <summary>Biases in the unit of the sums.</summary>
    public int[] Bias { get; }

    public int[] Packed { get; }

    public int[] Transposed { get; }

    public int[] Gradient { get; }

    public int[] BiasGradient { get; }

    public int[] Sums { get; }

    /// <summary>Activations, by rows.</summary>
    public short[] Plain { get; }

    /// <summary>Activations, by row pairs.</summary>
    public int[] RowPairs { get; }

    /// <summary>Loss by this layer's sums, before it is made int8.</summary>
    public int[] OutputGradient { get; }

    public short[] GradientPlain { get; }

    public int[] GradientPairs { get; }

    public void Load(ModelShape shape, ReadOnlySpan<int> weights, ReadOnlySpan<int> momentum)
    {
        Spread(weights[shape.WeightOffset(_index)..], Masters);
        Spread(momentum[shape.WeightOffset(_index)..], Momentum);
        weights.Slice(shape.BiasOffset(_index), _outputs).CopyTo(BiasMasters);
        momentum.Slice(shape.BiasOffset(_index), _outputs).CopyTo(BiasMomentum);
    }

    public void Save(ModelShape shape, Span<int> weights, Span<int> momentum)
    {
        Gather(Masters, weights[shape.WeightOffset(_index)..]);
        Gather(Momentum, momentum[shape.WeightOffset(_index)..]);
        BiasMasters.AsSpan(0, _outputs).CopyTo(weights[shape.BiasOffset(_index)..]);
        BiasMomentum.AsSpan(0, _outputs).CopyTo(momentum[shape.BiasOffset(_index)..]);
    }

    /// <summary>Rounds the masters for the products.</summary>
    public void Pack(ITensorBackend backend, bool forTraining)
    {
        backend.PackWeights(Masters, Inputs, Columns, KernelFormat.WeightShift, Packed, forTraining ? Transposed : []);
        int shift = KernelFormat.MasterBits - KernelFormat.WeightBits - InputBits;
        for (int n = 0; n < Columns; n++)
        {
            Bias[n] = (BiasMasters[n] + (1 << (shift - 1))) >> shift;
        }
    }

    /// <summary>One optimiser step from <see cref="GradientPairs"/>.</summary>
    /// <param name="input">What came in, by row pairs.</param>
    /// <param name="exponent">The unit of the gradient is 2^exponent.</param>
    public void Update(ITensorBackend backend, ReadOnlySpan<int> input, int exponent, LearningRateStep rate)
    {
        const int Pairs = ModelSpecification.BatchRows / 2;
        backend.Multiply(PairProduct.Transposed(Inputs, Columns, Pairs), input, GradientPairs, Gradient);
        backend.ColumnSums(GradientPairs, Pairs, Columns, BiasGradient);
        int toMaster = exponent + KernelFormat.MasterBits - KernelFormat.BatchBits;
        backend.Update(
            Masters, Momentum, Gradient, new MomentumStep(toMaster - InputBits, rate.Numerator, rate.Shift, KernelFormat.WeightBound));
        backend.Update(
            BiasMasters, BiasMomentum, BiasGradient, new MomentumStep(toMaster, rate.Numerator, rate.Shift, KernelFormat.BiasBound));
    }

    private void Spread(ReadOnlySpan<int> dense, Span<int> padded)
    {
        for (int k = 0; k < Inputs; k++)
        {
            dense.Slice(k * _outputs, _outputs).CopyTo(padded[(k * Columns)..]);
        }
    }

    private void Gather(ReadOnlySpan<int> padded, Span<int> dense)
    {
        for (int k = 0; k < Inputs; k++)
        {
            padded.Slice(k * Columns, _outputs).CopyTo(dense[(k * _outputs)..]);
        }
    }
}
