using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules;

/// <summary>Splits an amount by weights so that the parts sum to it exactly: largest remainder (Hamilton).</summary>
internal static class Apportionment
{
    /// <summary>Equal remainders go to the earlier entry; entries stand in order of organisation.</summary>
    /// <returns>One part for each weight; all zero where no weight is positive.</returns>
    public static Credits[] Split(Credits amount, ReadOnlySpan<long> weights)
    {
        Credits[] parts = new Credits[weights.Length];
        Int128 total = 0;
        foreach (long weight in weights)
        {
            total += Math.Max(0, weight);
        }

        if (total == 0)
        {
            return parts;
        }

        Int128[] remainders = new Int128[weights.Length];
        ulong left = amount.Value;
        for (int i = 0; i < parts.Length; i++)
        {
            Int128 scaled = checked((Int128)amount.Value * Math.Max(0, weights[i]));
            parts[i] = new Credits((ulong)(scaled / total));
            remainders[i] = scaled % total;
            left -= parts[i].Value;
        }

        for (; left > 0; left--)
        {
            int largest = 0;
            for (int i = 1; i < remainders.Length; i++)
            {
                largest = remainders[i] > remainders[largest] ? i : largest;
            }

            parts[largest] += new Credits(1);
            remainders[largest] = -1;
        }

        return parts;
    }
}
