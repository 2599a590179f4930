namespace DeAI.Chain.Compute;

/// <summary>The columns of a product that fill no vector.</summary>
internal static class ProductTail
{
    public static void Multiply(in PairProduct shape, int firstColumn, ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> result)
    {
        for (int n = firstColumn; n < shape.Columns; n++)
        {
            for (int m = 0; m < shape.Rows; m++)
            {
                int sum = 0;
                for (int p = 0; p < shape.Pairs; p++)
                {
                    int word = left[(m * shape.RowStride) + (p * shape.PairStride)];
                    int other = right[(p * shape.Columns) + n];
                    sum += ((short)word * (short)other) + ((word >> 16) * (other >> 16));
                }

                result[(m * shape.Columns) + n] = sum;
            }
        }
    }
}
