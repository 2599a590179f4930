using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>A type of the canonical encoding, read as a whole value.</summary>
internal sealed class CanonicalDecoder<T>(AllocationBound bound) : Decoder(NameOf(typeof(T)), bound)
    where T : ICanonical<T>
{
    private const int SeedCount = 12;
    private const int SeedAttempts = 4000;
    private const int DeepCheckEvery = 16;

    private T _read = default!;

    public override Refusal? Attempt(byte[] input)
    {
        Result<T> result = Canonical.Decode<T>(input);
        if (result.Refusal is null)
        {
            _read = result.Value;
        }

        return result.Refusal;
    }

    public override string? CheckAccepted(byte[] input, Random random)
    {
        if (_read is null)
        {
            return "accepted nothing";
        }

        byte[] again = Canonical.Encode(_read);
        if (!again.AsSpan().SequenceEqual(input))
        {
            return $"accepted, but its form is {Convert.ToHexStringLower(again)}";
        }

        if (random.Next(DeepCheckEvery) != 0)
        {
            return null;
        }

        T twin = Canonical.Decode<T>(again).Value;
        if (_read is IEquatable<T> && (!EqualityComparer<T>.Default.Equals(_read, twin) || _read.GetHashCode() != twin.GetHashCode()))
        {
            return "two readings of the same bytes are not equal";
        }

        return AcceptedValues.Visit(_read);
    }

    protected override IReadOnlyList<byte[]> MakeSeeds()
    {
        SeedMaker maker = new(new Random(Name.Sum(static c => c)));
        List<byte[]> seeds = [];
        for (int i = 0; i < SeedAttempts && seeds.Count < SeedCount; i++)
        {
            byte[] encoded = Canonical.Encode((T)maker.Make(typeof(T)));
            if (Attempt(encoded) is null && !seeds.Exists(seed => seed.AsSpan().SequenceEqual(encoded)))
            {
                seeds.Add(encoded);
            }
        }

        return seeds;
    }

    private static string NameOf(Type type) => $"{type.Namespace!["DeAI.Chain.".Length..]}.{(type.DeclaringType is { } outer ? outer.Name + "." : string.Empty)}{type.Name}";
}
