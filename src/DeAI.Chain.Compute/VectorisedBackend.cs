namespace DeAI.Chain.Compute;

/// <summary>What the vector backends share: all but the product, unless the width pays.</summary>
public abstract class VectorisedBackend : ITensorBackend
{
    private protected VectorisedBackend()
    {
    }

    public abstract string Name { get; }

    public abstract bool IsSupported { get; }

    public void Multiply(in PairProduct shape, ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> result)
    {
        shape.Check(left.Length, right.Length, result.Length);
        MultiplyChecked(shape, left, right, result);
    }

    public void Widen(ReadOnlySpan<sbyte> values, int rows, int columns, Span<short> plain, Span<int> rowPairs) =>
        VectorKernels.Widen(values, rows, columns, plain, rowPairs);

    public void PackWeights(ReadOnlySpan<int> masters, int rows, int columns, int shift, Span<int> rowPairs, Span<int> transposedPairs) =>
        VectorKernels.PackWeights(masters, rows, columns, shift, rowPairs, transposedPairs);

    public virtual void Activate(
        ReadOnlySpan<int> sums, ReadOnlySpan<int> bias, int rows, int columns, int shift, Span<short> plain, Span<int> rowPairs) =>
        VectorKernels.Activate(sums, bias, rows, columns, shift, plain, rowPairs);

    public virtual int MaskGradient(Span<int> gradient, ReadOnlySpan<short> activations) => VectorKernels.MaskGradient(gradient, activations);

    public virtual void QuantizeGradient(
        ReadOnlySpan<int> gradient, int rows, int columns, int shift, Span<short> plain, Span<int> rowPairs) =>
        VectorKernels.QuantizeGradient(gradient, rows, columns, shift, plain, rowPairs);

    public virtual void ColumnSums(ReadOnlySpan<int> rowPairs, int pairs, int columns, Span<int> sums) =>
        VectorKernels.ColumnSums(rowPairs, pairs, columns, sums);

    public virtual void Update(Span<int> masters, Span<int> momentum, ReadOnlySpan<int> gradient, in MomentumStep step) =>
        VectorKernels.Update(masters, momentum, gradient, step);

    private protected abstract void MultiplyChecked(
        in PairProduct shape, ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> result);
}
