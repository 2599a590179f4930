namespace DeAI.Chain.Simulation.Events;

/// <summary>
/// A counter-based generator: value i of a stream is a bijective mix of (seed, stream, i), the finaliser of SplitMix64 (Steele, Lea, Flood,
/// OOPSLA 2014). Streams are independent, so a draw added in one place does not shift the draws of another.
/// </summary>
internal sealed class CounterRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly ulong _key;
    private ulong _counter;

    public CounterRandom(ulong seed, ulong stream) => _key = Mix(Mix(seed) ^ (Golden * (stream + 1)));

    public ulong Next() => Mix(_key + (Golden * ++_counter));

    /// <summary>Uniform in 0 .. bound-1, up to a bias below 2^-32.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>Uniform in min .. max, both included.</summary>
    public int Between(int min, int max) => min + Below(max - min + 1);

    public bool Chance(int perMille) => Below(1000) < perMille;

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
