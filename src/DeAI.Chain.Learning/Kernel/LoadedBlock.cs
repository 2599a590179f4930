using DeAI.Chain.Compute;

namespace DeAI.Chain.Learning;

/// <summary>A block laid out for the products, once for all the steps that use it.</summary>
internal sealed class LoadedBlock
{
    private readonly short[] _plain;
    private readonly int[] _rowPairs;
    private readonly int[] _delays;

    private LoadedBlock(int rows, int features)
    {
        Rows = rows;
        _plain = new short[rows * features];
        _rowPairs = new int[(rows + 1) / 2 * features];
        _delays = new int[rows];
    }

    public int Rows { get; }

    public ReadOnlySpan<short> Plain => _plain;

    public ReadOnlySpan<int> RowPairs => _rowPairs;

    /// <summary>Minutes as recorded.</summary>
    public ReadOnlySpan<int> Delays => _delays;

    public static LoadedBlock From(DataBlock block, int features, ITensorBackend backend)
    {
        LoadedBlock loaded = new(ModelSpecification.BatchRows, features);
        backend.Widen(block.Features, loaded.Rows, features, loaded._plain, loaded._rowPairs);
        for (int row = 0; row < loaded.Rows; row++)
        {
            loaded._delays[row] = block.Delay(row);
        }

        return loaded;
    }

    /// <summary>Rows without labels, for prediction.</summary>
    public static LoadedBlock From(ReadOnlySpan<sbyte> features, int rows, int width, ITensorBackend backend)
    {
        LoadedBlock loaded = new(rows, width);
        backend.Widen(features, rows, width, loaded._plain, loaded._rowPairs);
        return loaded;
    }
}
