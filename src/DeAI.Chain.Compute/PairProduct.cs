namespace DeAI.Chain.Compute;

/// <summary>
/// The shape of a matrix product over pair words. A pair word holds two consecutive values of the summed dimension, each a signed 16-bit
/// number in the range of int8, the earlier one in the low half.
/// </summary>
/// <param name="Rows">Rows of the left operand and of the result.</param>
/// <param name="Columns">Columns of the right operand and of the result.</param>
/// <param name="Pairs">Length of the summed dimension in pairs.</param>
/// <param name="RowStride">Words from one row of the left operand to the next.</param>
/// <param name="PairStride">Words from one pair of the left operand to the next.</param>
/// <remarks>
/// The strides give the orientations of a perceptron one kernel: a row-major left operand has (Pairs, 1); a left operand that is to be
/// read transposed, its pairs running down the rows, has (1, Rows).
/// </remarks>
public readonly record struct PairProduct(int Rows, int Columns, int Pairs, int RowStride, int PairStride)
{
    /// <summary>result[m][n] = sum over k of left[m][k] * right[k][n], the left operand stored by rows.</summary>
    public static PairProduct RowMajor(int rows, int columns, int pairs) => new(rows, columns, pairs, pairs, 1);

    /// <summary>The same with the left operand stored as pairs x rows: the transposed product of a gradient over a batch.</summary>
    public static PairProduct Transposed(int rows, int columns, int pairs) => new(rows, columns, pairs, 1, rows);

    /// <summary>Multiply-accumulates of the product.</summary>
    public long MultiplyAccumulates => 2L * Rows * Columns * Pairs;

    internal void Check(int left, int right, int result)
    {
        if (Rows < 0 || Columns < 0 || Pairs < 0 || RowStride < 1 || PairStride < 1)
        {
            throw new ArgumentException($"Not a product: {this}.");
        }

        long lastLeft = Rows == 0 || Pairs == 0 ? 0 : ((Rows - 1L) * RowStride) + ((Pairs - 1L) * PairStride) + 1;
        if (left < lastLeft || right < (long)Pairs * Columns || result < (long)Rows * Columns)
        {
            throw new ArgumentException($"Operands of {left}, {right} and {result} words are too short for {this}.");
        }
    }
}
