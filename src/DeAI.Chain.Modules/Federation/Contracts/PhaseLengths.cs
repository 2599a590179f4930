using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Federation.Contracts;

/// <summary>How long each phase of a round lasts, in heights.</summary>
/// <param name="SeedDelay">Between the last registration and the block whose beacon makes the seeds: nobody can choose data for a seed.</param>
public sealed record PhaseLengths(uint Registration, uint SeedDelay, uint Commit, uint Open, uint Holdout) : ICanonical<PhaseLengths>
{
    public const uint MinSeedDelay = 2;
    public const uint Max = 1_000_000;

    /// <summary>How long a phase lasts; zero for what is no waiting phase.</summary>
    public uint Of(RoundPhase phase) => phase switch
    {
        RoundPhase.Registration => Registration,
        RoundPhase.Seed => SeedDelay,
        RoundPhase.Commit => Commit,
        RoundPhase.Open => Open,
        RoundPhase.Holdout => Holdout,
        _ => 0,
    };

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(5);
        writer.Write(Registration);
        writer.Write(SeedDelay);
        writer.Write(Commit);
        writer.Write(Open);
        writer.Write(Holdout);
    }

    public static PhaseLengths Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(5);
        return new PhaseLengths(reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32());
    }
}
