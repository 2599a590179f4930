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

    /// <param name="z">Q10.</param>
    /// <returns>Q15, 0 to 32768. Sigmoid(-z) = 32768 - Sigmoid(z) exactly.</returns>
    public static int Sigmoid(int z)
    {
        int value = Interpolate(SigmoidTable.Values, Math.Min(Math.Abs(z), Limit));
        return z >= 0 ? value : 32768 - value;
    }

    /// <summary>log(1 + exp(z)).</summary>
    /// <param name="z">Q10.</param>
    /// <returns>Q16.</returns>
    public static int Softplus(int z) => Interpolate(SoftplusTable.Values, Math.Min(Math.Abs(z), Limit)) + (Math.Max(z, 0) << 6);

    private static int Interpolate(ReadOnlySpan<int> table, int x)
    {
        int index = x >> 4;
        int here = table[index];
        int next = table[Math.Min(index + 1, table.Length - 1)];
        return here + ((((next - here) * (x & 15)) + 8) >> 4);
    }
}
