using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>The static price of replay, known before any work is done.</summary>
public static class ReplayCost
{
    /// <summary>
    /// Multiply-accumulates of a run: per row and step the weights once forward, once for their gradient, and those above the first layer
    /// once more for the gradient below.
    /// </summary>
    /// <returns>For a specification that is not validated any number up to the greatest, which is more than any block holds.</returns>
    public static long MultiplyAccumulates(ModelSpecification specification, int steps, int batch)
    {
        Int128 perRow = 0;
        ReadOnlySpan<int> widths = specification.Widths.Span;
        for (int layer = 0; layer < widths.Length - 1; layer++)
        {
            perRow += (Int128)(layer == 0 ? 2 : 3) * widths[layer] * widths[layer + 1];
        }

        Int128 products = perRow * steps * batch;
        return products >= 0 && products <= long.MaxValue ? (long)products : long.MaxValue;
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
