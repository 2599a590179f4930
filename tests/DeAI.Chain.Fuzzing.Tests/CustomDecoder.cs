using DeAI.Chain.Primitives;

namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>A decoder of its own form.</summary>
/// <param name="decode">Returns the refusal, and hands what it read to the second argument's place.</param>
/// <param name="encode">The input again from what was read; null where more than one form is accepted by design (texts for people).</param>
internal sealed class CustomDecoder<T>(
    string name, AllocationBound bound, Func<IReadOnlyList<byte[]>> seeds, Func<byte[], Result<T>> decode, Func<T, byte[]>? encode = null)
    : Decoder(name, bound)
{
    private T _read = default!;

    public override Refusal? Attempt(byte[] input)
    {
        Result<T> result = decode(input);
        if (result.Refusal is null)
        {
            _read = result.Value;
        }

        return result.Refusal;
    }

    public override string? CheckAccepted(byte[] input, Random random)
    {
        if (encode is null)
        {
            return null;
        }

        byte[] again = encode(_read);
        return again.AsSpan().SequenceEqual(input) ? null : $"accepted, but its form is {Convert.ToHexStringLower(again)}";
    }

    protected override IReadOnlyList<byte[]> MakeSeeds() => seeds();
}
