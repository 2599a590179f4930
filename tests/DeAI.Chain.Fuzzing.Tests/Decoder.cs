using DeAI.Chain.Primitives;

namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>One way by which bytes of a stranger, or of a disk, become a value.</summary>
/// <param name="name">Area and type, unique in the catalogue.</param>
/// <param name="bound">What <see cref="Attempt"/> may allocate.</param>
internal abstract class Decoder(string name, AllocationBound bound)
{
    private IReadOnlyList<byte[]>? _seeds;

    public string Name { get; } = name;

    public AllocationBound Bound { get; } = bound;

    /// <summary>Whether mutations should look like damage to a text.</summary>
    public bool IsText { get; init; }

    /// <summary>The longest input that mutations make.</summary>
    public int MaxLength { get; init; } = 64 << 10;

    /// <summary>One input in so many of the fair share: for decoders that go through a file.</summary>
    public int Rarity { get; init; } = 1;

    /// <summary>Whether seeds may be refused: their shape is right, and rules that chance does not meet come after it.</summary>
    public bool HasHardRules { get; init; }

    /// <summary>Valid inputs.</summary>
    public IReadOnlyList<byte[]> Seeds => _seeds ??= MakeSeeds();

    /// <summary>Decodes; nothing else happens here, for what it allocates is measured.</summary>
    /// <returns>The refusal, or null.</returns>
    /// <exception cref="Exception">Any one at all is a defect.</exception>
    public abstract Refusal? Attempt(byte[] input);

    /// <summary>After an attempt that was accepted: whether the input was the one form of what was read.</summary>
    /// <returns>What is wrong, or null.</returns>
    public abstract string? CheckAccepted(byte[] input, Random random);

    protected abstract IReadOnlyList<byte[]> MakeSeeds();

    public override string ToString() => Name;
}
