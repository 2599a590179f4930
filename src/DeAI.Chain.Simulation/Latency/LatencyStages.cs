namespace DeAI.Chain.Simulation.Latency;

/// <summary>Where the time of a transfer went: means over all of them, in virtual milliseconds. They add up to the mean latency.</summary>
/// <param name="ToLeader">From the submission until a leader held it: nothing where the submitting node led.</param>
/// <param name="ForTurn">Until that leader began the block: it waited for its turn, its parent's notarization or the block interval.</param>
/// <param name="Building">Until the proposal left: execution, and a flush of body and decision.</param>
/// <param name="Notarizing">Until the submitting node held the notarization: the proposal's way, execution, a flush, the votes' way.</param>
/// <param name="Finalizing">Until it held the finalization and began the commit: a flush and the votes' way.</param>
/// <param name="Committing">Until block and state were durable there: one flush.</param>
public sealed record LatencyStages(double ToLeader, double ForTurn, double Building, double Notarizing, double Finalizing, double Committing);
