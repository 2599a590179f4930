using System.Numerics;
using System.Runtime.InteropServices;
using DeAI.Chain.Compute;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>A model in working form: forward passes and training steps of kernel version 1 over reused buffers. Not thread-safe.</summary>
internal sealed class Network
{
    private readonly ModelSpecification _specification;
    private readonly ITensorBackend _backend;
    private readonly ModelShape _shape;
    private readonly Layer[] _layers;
    private readonly Heads _heads;

    /// <param name="specification">Validated.</param>
    public Network(ModelSpecification specification, ITensorBackend backend)
    {
        _specification = specification;
        _backend = backend;
        _shape = new ModelShape(specification);
        _layers = new Layer[_shape.LayerCount];
        _heads = new Heads(specification);
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i] = new Layer(_shape, i);
        }
    }

    private Layer Head => _layers[^1];

    public LoadedBlock Load(DataBlock block) => LoadedBlock.From(block, _specification.Features, _backend);

    public void Load(ModelState state)
    {
        foreach (Layer layer in _layers)
        {
            layer.Load(_shape, state.Weights.Span, state.Momentum.Span);
        }
    }

    /// <summary>For forward passes only.</summary>
    public void Load(ModelWeights weights)
    {
        Load(weights.ToState());
        Pack(forTraining: false);
    }

    public ModelState Save()
    {
        int[] weights = new int[_shape.ParameterCount];
        int[] momentum = new int[_shape.ParameterCount];
        foreach (Layer layer in _layers)
        {
            layer.Save(_shape, weights, momentum);
        }

        return new ModelState(
            new Sequence<int>(ImmutableCollectionsMarshal.AsImmutableArray(weights)),
            new Sequence<int>(ImmutableCollectionsMarshal.AsImmutableArray(momentum)));
    }

    /// <summary>Loss sum of labelled rows, Q16.</summary>
    public long LossSum(LoadedBlock block)
    {
        Forward(block);
        long sum = 0;
        for (int row = 0; row < block.Rows; row++)
        {
            sum += _heads.Loss(Logit(row), Minutes(row), block.Delays[row]);
        }

        return sum;
    }

    /// <summary>Trains on one block.</summary>
    /// <param name="step">Of the whole task: it chooses the learning rate.</param>
    /// <returns>The loss sum before the step, Q16.</returns>
    public long Step(LoadedBlock block, ulong step)
    {
        Pack(forTraining: true);
        Forward(block);
        long loss = HeadGradient(block, out int exponent);
        LearningRateStep rate = _specification.RateAt(step);
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            Layer layer = _layers[i];
            int below = i > 0 ? Propagate(layer, _layers[i - 1], exponent) : 0;
            layer.Update(_backend, i > 0 ? _layers[i - 1].RowPairs : block.RowPairs, exponent, rate);
            exponent = below;
        }

        return loss;
    }

    public void Forward(LoadedBlock block)
    {
        ReadOnlySpan<short> input = block.Plain;
        foreach (Layer layer in _layers)
        {
            PairProduct shape = PairProduct.RowMajor(block.Rows, layer.Columns, layer.Inputs / 2);
            _backend.Multiply(shape, MemoryMarshal.Cast<short, int>(input), layer.Packed, layer.Sums);
            if (layer == Head)
            {
                return;
            }

            int shift = layer.InputBits + KernelFormat.WeightBits - KernelFormat.ActivationBits;
            _backend.Activate(layer.Sums, layer.Bias, block.Rows, layer.Columns, shift, layer.Plain, layer.RowPairs);
            input = layer.Plain;
        }
    }

    /// <summary>Q10, after <see cref="Forward"/>.</summary>
    public int Logit(int row) => Head.Sums[row * KernelFormat.HeadColumns] + Head.Bias[0];

    /// <summary>Q5 minutes, after <see cref="Forward"/>.</summary>
    public int Minutes(int row) => Head.Sums[(row * KernelFormat.HeadColumns) + 1] + Head.Bias[1];

    private void Pack(bool forTraining)
    {
        foreach (Layer layer in _layers)
        {
            layer.Pack(_backend, forTraining);
        }
    }

    private long HeadGradient(LoadedBlock block, out int exponent)
    {
        Span<int> gradient = Head.OutputGradient;
        ReadOnlySpan<int> sums = Head.Sums;
        ReadOnlySpan<int> delays = block.Delays;
        int lateBias = Head.Bias[0];
        int minutesBias = Head.Bias[1];
        Heads heads = _heads;
        long loss = 0;
        int magnitudes = 0;
        for (int row = 0; row < delays.Length; row++)
        {
            ReadOnlySpan<int> outputs = sums.Slice(row * KernelFormat.HeadColumns, 2);
            Span<int> slopes = gradient.Slice(row * KernelFormat.HeadColumns, 2);
            int logit = outputs[0] + lateBias;
            int minutes = outputs[1] + minutesBias;
            loss += heads.Loss(logit, minutes, delays[row]);
            slopes[0] = heads.LateGradient(logit, delays[row]);
            slopes[1] = heads.DelayGradient(minutes, delays[row]);
            magnitudes |= Math.Abs(slopes[0]) | Math.Abs(slopes[1]);
        }

        exponent = KernelFormat.HeadExponent + Quantize(Head, magnitudes);
        return loss;
    }

    /// <summary>The gradient by the layer below's sums.</summary>
    /// <returns>Its exponent.</returns>
    private int Propagate(Layer layer, Layer below, int exponent)
    {
        // Of the padded heads only the first pair of columns is not zero.
        int pairs = layer == Head ? 1 : layer.Columns / 2;
        PairProduct shape = new(ModelSpecification.BatchRows, layer.Inputs, pairs, layer.Columns / 2, 1);
        _backend.Multiply(shape, MemoryMarshal.Cast<short, int>(layer.GradientPlain), layer.Transposed, below.OutputGradient);
        int magnitudes = _backend.MaskGradient(below.OutputGradient, below.Plain);
        return exponent - KernelFormat.WeightBits + Quantize(below, magnitudes);
    }

    /// <summary>Block floating point: int8 with one exponent, from the length of the OR of the magnitudes.</summary>
    private int Quantize(Layer layer, int magnitudes)
    {
        int shift = magnitudes == 0 ? 0 : Math.Max(0, BitOperations.Log2((uint)magnitudes) + 1 - 7);
        _backend.QuantizeGradient(
            layer.OutputGradient, ModelSpecification.BatchRows, layer.Columns, shift, layer.GradientPlain, layer.GradientPairs);
        return shift;
    }
}
