using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>The static price of replay, known before any work is done.</summary>
public static class ReplayCost
{
    /// <summary>
    /// Multiply-accumulates of a run: per row and step the weights once forward, once for their gradient, and those above the first layer
    /// once more for the gradient below.
    /// </summary>
    /// <param name="specification">Validated.</param>
    public static long MultiplyAccumulates(ModelSpecification specification, int steps, int batch)
    {
        long perRow = 0;
        ReadOnlySpan<int> widths = specification.Widths.Span;
        for (int layer = 0; layer < widths.Length - 1; layer++)
        {
            perRow += (layer == 0 ? 2L : 3L) * widths[layer] * widths[layer + 1];
        }

        return checked(perRow * steps * batch);
    }

    /// <summary>Multiply-accumulates of forward passes: scoring and prediction.</summary>
    public static long Forward(ModelSpecification specification, long rows)
    {
        long perRow = 0;
        ReadOnlySpan<int> widths = specification.Widths.Span;
        for (int layer = 0; layer < widths.Length - 1; layer++)
        {
            perRow += (long)widths[layer] * widths[layer + 1];
        }

        return checked(perRow * rows);
    }
}
