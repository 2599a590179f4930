namespace DeAI.Chain.Learning.Tests;

/// <summary>The same network in double precision without any rounding but that of the weights: what the integers approximate.</summary>
internal sealed class FloatNetwork
{
    private readonly ModelSpecification _specification;
    private readonly ModelShape _shape;
    private readonly double[] _parameters;

    public FloatNetwork(ModelSpecification specification, ModelWeights weights)
    {
        _specification = specification;
        _shape = new ModelShape(specification);
        _parameters = [.. weights.Values.Select(value => Math.Round(value / 16384.0) / 64)];
        Gradients = new double[_parameters.Length];
    }

    /// <summary>Mean gradient by parameter after <see cref="Gradient"/>.</summary>
    public double[] Gradients { get; }

    /// <returns>Loss sum over the block.</returns>
    public double Gradient(DataBlock block)
    {
        double loss = 0;
        for (int row = 0; row < 256; row++)
        {
            double[][] values = new double[_shape.LayerCount + 1][];
            values[0] = [.. block.Features.Slice(row * _specification.Features, _specification.Features).ToArray().Select(v => v / 64.0)];
            for (int layer = 0; layer < _shape.LayerCount; layer++)
            {
                values[layer + 1] = Forward(layer, values[layer]);
            }

            double logit = values[^1][0];
            double late = block.Delay(row) > _specification.LateMinutes ? 1 : 0;
            double error = values[^1][1] - (block.Delay(row) / 32.0);
            double delta = _specification.HuberDelta / 1024.0;
            loss += Math.Log(1 + Math.Exp(logit)) - (late * logit);
            loss += Math.Abs(error) <= delta ? error * error / 2 : delta * (Math.Abs(error) - (delta / 2));
            double[] gradient = [(1 / (1 + Math.Exp(-logit))) - late, Math.Clamp(error, -delta, delta)];
            for (int layer = _shape.LayerCount - 1; layer >= 0; layer--)
            {
                gradient = Backward(layer, values[layer], gradient);
            }
        }

        return loss;
    }

    private double[] Forward(int layer, double[] input)
    {
        double[] output = new double[_shape.Outputs(layer)];
        for (int n = 0; n < output.Length; n++)
        {
            double sum = _parameters[_shape.BiasOffset(layer) + n];
            for (int k = 0; k < input.Length; k++)
            {
                sum += input[k] * _parameters[_shape.WeightOffset(layer) + (k * output.Length) + n];
            }

            output[n] = layer == _shape.LayerCount - 1 ? sum : Math.Clamp(sum, 0, 127 / 16.0);
        }

        return output;
    }

    private double[] Backward(int layer, double[] input, double[] gradient)
    {
        double[] below = new double[input.Length];
        for (int n = 0; n < gradient.Length; n++)
        {
            Gradients[_shape.BiasOffset(layer) + n] += gradient[n] / 256;
            for (int k = 0; k < input.Length; k++)
            {
                int index = _shape.WeightOffset(layer) + (k * gradient.Length) + n;
                Gradients[index] += input[k] * gradient[n] / 256;
                below[k] += layer > 0 && input[k] > 0 ? gradient[n] * _parameters[index] : 0;
            }
        }

        return below;
    }
}
