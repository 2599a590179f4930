namespace DeAI.Chain.Compute;

/// <summary>
/// The exact-integer kernels of which a training step consists. Every implementation returns the same bits for the same input, on any
/// machine: only int32 and narrower arithmetic without overflow or saturation is used, so the order of summation is free.
/// </summary>
/// <remarks>
/// Matrices are dense and row-major. Two layouts feed the products: <em>plain</em>, int16 by rows, whose words pair neighbouring columns;
/// and <em>row pairs</em>, one 32-bit word per two neighbouring rows and column, low half the even row. An odd last row or column is
/// paired with zero. Callers keep the bounds of kernel version 1; lengths are checked here and a mismatch throws.
/// </remarks>
public interface ITensorBackend
{
    string Name { get; }

    /// <summary>Whether this machine has the instructions.</summary>
    bool IsSupported { get; }

    /// <summary>result[m][n] = sum over pairs p of left(m, p).low * right[p][n].low + left(m, p).high * right[p][n].high.</summary>
    void Multiply(in PairProduct shape, ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> result);

    /// <summary>Lays int8 rows out for the products.</summary>
    /// <param name="values">rows x columns.</param>
    /// <param name="plain">rows x columns.</param>
    /// <param name="rowPairs">ceil(rows / 2) x columns.</param>
    void Widen(ReadOnlySpan<sbyte> values, int rows, int columns, Span<short> plain, Span<int> rowPairs);

    /// <summary>Rounds masters to int8 weights, (m + 2^(shift-1)) >> shift, and lays them out for the products of both directions.</summary>
    /// <param name="masters">rows x columns (inputs x outputs), both even; each rounds into [-127, 127].</param>
    /// <param name="rowPairs">rows / 2 x columns: right operand of the forward product.</param>
    /// <param name="transposedPairs">columns / 2 x rows, pairs of neighbouring columns: right operand of the backward product. May be empty.</param>
    void PackWeights(ReadOnlySpan<int> masters, int rows, int columns, int shift, Span<int> rowPairs, Span<int> transposedPairs);

    /// <summary>clamp((sum + bias + 2^(shift-1)) >> shift, 0, 127) in both layouts.</summary>
    void Activate(ReadOnlySpan<int> sums, ReadOnlySpan<int> bias, int rows, int columns, int shift, Span<short> plain, Span<int> rowPairs);

    /// <summary>Zeroes gradients where the activation is zero.</summary>
    /// <returns>The bitwise OR of the magnitudes that stay: its length is that of the largest, whatever the order.</returns>
    int MaskGradient(Span<int> gradient, ReadOnlySpan<short> activations);

    /// <summary>clamp((g + half) >> shift, -127, 127), half = 2^(shift-1) or 0 for shift 0, in both layouts.</summary>
    void QuantizeGradient(ReadOnlySpan<int> gradient, int rows, int columns, int shift, Span<short> plain, Span<int> rowPairs);

    /// <summary>Sums over all rows, per column.</summary>
    void ColumnSums(ReadOnlySpan<int> rowPairs, int pairs, int columns, Span<int> sums);

    /// <summary>
    /// Per value: g = clamp(gradient * 2^GradientShift, +-2^20), rounded half up when shifting right; m -= (m + 4) >> 3; m += g;
    /// w = clamp(w - ((num * m + 2^(RateShift-1)) >> RateShift), +-MasterBound).
    /// </summary>
    void Update(Span<int> masters, Span<int> momentum, ReadOnlySpan<int> gradient, in MomentumStep step);
}
