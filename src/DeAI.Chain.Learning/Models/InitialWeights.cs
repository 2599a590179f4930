using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>
/// The model before any training, from a seed: weights uniform in plus and minus sqrt(6 / inputs) (He et al. 2015, section 2.2), the heads'
/// a quarter of it, biases zero.
/// </summary>
public static class InitialWeights
{
    /// <param name="specification">Validated.</param>
    public static ModelWeights From(ModelSpecification specification, Hash256 seed)
    {
        ModelShape shape = new(specification);
        int[] values = new int[shape.ParameterCount];
        Span<byte> buffer = stackalloc byte[72];
        for (int layer = 0; layer < shape.LayerCount; layer++)
        {
            HashStream stream = new("deai.learning.init.v1", seed, (uint)layer, buffer);
            long bound = SquareRoot((6UL << (2 * KernelFormat.MasterBits)) / (ulong)shape.Inputs(layer));
            bound = layer == shape.LayerCount - 1 ? bound >> 2 : bound;
            bound = Math.Min(bound, KernelFormat.WeightBound);
            for (int i = shape.WeightOffset(layer); i < shape.BiasOffset(layer); i++)
            {
                values[i] = (int)((bound * (int)stream.Next()) >> 31);
            }
        }

        return new ModelWeights(Sequence.Create<int>(values));
    }

    /// <summary>The largest integer whose square does not exceed the value.</summary>
    internal static long SquareRoot(ulong value)
    {
        ulong root = 0;
        for (ulong bit = 1UL << 31; bit != 0; bit >>= 1)
        {
            ulong candidate = root | bit;
            root = candidate * candidate <= value ? candidate : root;
        }

        return (long)root;
    }
}
