namespace DeAI.Chain.Learning.Data;

/// <summary>Fills a row from left to right, clamping to int8; -128 stays unused so that negation is closed.</summary>
internal ref struct FeatureRow(Span<sbyte> row)
{
    private readonly Span<sbyte> _row = row;
    private int _next;

    public void Add(int value) => _row[_next++] = (sbyte)int.Clamp(value, -127, 127);

    /// <exception cref="InvalidOperationException">The features written are not the features announced.</exception>
    public readonly void Finish()
    {
        if (_next != _row.Length)
        {
            throw new InvalidOperationException($"{_next} features were written into a row of {_row.Length}.");
        }
    }
}
