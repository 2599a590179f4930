namespace DeAI.Chain.Simulation.Disk;

/// <summary>How much of the past a disk keeps, in heights.</summary>
/// <param name="States">Versions of the state below the newest one that chunks can be read of.</param>
/// <param name="Blocks">Blocks that block sync is served with; the older ones are gone for peers.</param>
internal sealed record Retention(int States, int Blocks)
{
    /// <summary>Every block, and no state but the newest.</summary>
    public static Retention Archive { get; } = new(0, int.MaxValue);
}
