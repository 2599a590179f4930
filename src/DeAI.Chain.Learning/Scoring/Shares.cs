using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>Values into shares that sum exactly to the whole.</summary>
public static class Shares
{
    public const int Parts = 1_000_000;

    /// <summary>
    /// In proportion to max(0, value), by largest remainder (Hamilton); equal remainders go to the earlier member. Nobody positive: nobody
    /// gets anything.
    /// </summary>
    /// <param name="values">Of one denominator, in the order of the members.</param>
    /// <returns>Millionths, summing to 1,000,000 or to 0.</returns>
    public static Sequence<int> FromValues(ReadOnlySpan<long> values, int parts = Parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        Int128 total = 0;
        foreach (long value in values)
        {
            total += Math.Max(0, value);
        }

        int[] shares = new int[values.Length];
        if (total == 0)
        {
            return Sequence.Create<int>(shares);
        }

        Int128[] remainders = new Int128[values.Length];
        int left = parts;
        for (int i = 0; i < shares.Length; i++)
        {
            Int128 scaled = (Int128)Math.Max(0, values[i]) * parts;
            shares[i] = (int)(scaled / total);
            remainders[i] = scaled % total;
            left -= shares[i];
        }

        for (; left > 0; left--)
        {
            int best = LargestOf(remainders);
            shares[best]++;
            remainders[best] = -1;
        }

        return Sequence.Create<int>(shares);
    }

    private static int LargestOf(ReadOnlySpan<Int128> remainders)
    {
        int best = 0;
        for (int i = 1; i < remainders.Length; i++)
        {
            best = remainders[i] > remainders[best] ? i : best;
        }

        return best;
    }
}
