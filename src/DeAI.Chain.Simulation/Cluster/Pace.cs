namespace DeAI.Chain.Simulation.Cluster;

/// <summary>How long things take in virtual milliseconds: a least time, and a random one below the bound on top.</summary>
/// <param name="DelayMs">One frame from node to node.</param>
/// <param name="WorkMs">What runs beside the loop: building, validating, checking a batch of transactions.</param>
/// <param name="FlushMs">One flush of a disk.</param>
/// <param name="NoticeBound">Until the loop hears that something is done.</param>
internal sealed record Pace(int DelayMs, int DelayBound, int WorkMs, int WorkBound, int FlushMs, int FlushBound, int NoticeBound)
{
    /// <summary>A local network whose every step may come before or after another one.</summary>
    public static Pace Uneven { get; } = new(1, 6, 1, 3, 0, 3, 3);

    /// <summary>A wide network in which each kind of step takes the same time each time.</summary>
    public static Pace Even(int delayMs, int stepMs) => new(delayMs, 1, stepMs, 1, stepMs, 1, 1);
}
