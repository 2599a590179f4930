using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>The frozen functions of kernel version 1, linear between the entries of their tables.</summary>
internal static class FrozenTables
{
    /// <summary>Beyond |z| = 8 (Q10) both functions keep their last value.</summary>
    private const int Limit = 8192;

    /// <summary>Names both tables in a model specification.</summary>
    public static Hash256 Hash { get; } = DomainHash.Of(
        "deai.learning.tables.v1", Int32Bytes.ToBytes(SigmoidTable.Values), Int32Bytes.ToBytes(SoftplusTable.Values));

    // No branch depends on data below: a head sees 256 rows of unpredictable sign per step.

    /// <param name="z">Q10.</param>
    /// <returns>Q15, 0 to 32768. Sigmoid(-z) = 32768 - Sigmoid(z) exactly.</returns>
    public static int Sigmoid(int z)
    {
        int value = Interpolate(SigmoidTable.Values, z);
        int sign = z >> 31;
        return ((value ^ sign) - sign) + (32768 & sign);
    }

    /// <summary>log(1 + exp(z)).</summary>
    /// <param name="z">Q10.</param>
    /// <returns>Q16.</returns>
    public static int Softplus(int z) => Interpolate(SoftplusTable.Values, z) + ((z & ~(z >> 31)) << 6);

    private static int Interpolate(ReadOnlySpan<int> table, int z)
    {
        int sign = z >> 31;
        int x = Math.Min((z ^ sign) - sign, Limit);
        int index = x >> 4;
        int here = table[index];
        int next = table[Math.Min(index + 1, table.Length - 1)];
        return here + ((((next - here) * (x & 15)) + 8) >> 4);
    }
}
