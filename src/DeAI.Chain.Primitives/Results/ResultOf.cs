#pragma warning disable MA0048 // The generic companion of Result cannot share its file name.
namespace DeAI.Chain.Primitives;

/// <summary>A value, or the reason why there is none.</summary>
public readonly record struct Result<T>
{
    private readonly T _value;

    internal Result(T value, Refusal? refusal)
    {
        _value = value;
        Refusal = refusal;
    }

    public Refusal? Refusal { get; }

    public bool IsOk => Refusal is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none: the caller did not look at <see cref="IsOk"/>.</exception>
    public T Value => Refusal is null ? _value : throw new InvalidOperationException($"A refused result has no value ({Refusal}).");

    public bool TryGet(out T value, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out Refusal? refusal)
    {
        value = _value;
        refusal = Refusal;
        return refusal is null;
    }
}
#pragma warning restore MA0048
