namespace DeAI.Chain.Cli.Commands.LocalNet.Trials;

/// <summary>What <see cref="KillCycles"/> saw. Times are in milliseconds.</summary>
/// <param name="Passed">No violation, every cycle was done, and every home was replayed.</param>
/// <param name="Violation">The first thing that must never be; null for none.</param>
/// <param name="Cycles">Cycles that were done.</param>
/// <param name="Kinds">How many of each kind.</param>
/// <param name="Kills">SIGKILLs.</param>
/// <param name="Acknowledged">Transfers that a node called final. Each was found on every node afterwards, by its receipt.</param>
/// <param name="Unfinished">Transfers under way when the load was stopped.</param>
/// <param name="Refused">Refusals of transfers, by their code.</param>
/// <param name="ReceiptsChecked">Receipts asked for and found, all nodes together.</param>
/// <param name="Ready">From the start of a killed node's process until it is ready.</param>
/// <param name="Late">Starts that took longer than the limit for being ready.</param>
/// <param name="ReadyProcessor">Processor time that a killed node used until it was ready: hardly depends on what else the machine does.</param>
/// <param name="CaughtUp">From the start of a killed node's process until it has what the others had when it was ready.</param>
/// <param name="WentOn">From the moment when all killed nodes are ready until a block is final that was not before.</param>
/// <param name="NotSigning">Restarts after which the node said that it does not sign.</param>
/// <param name="Evidence">Evidence of contradicting signatures, pending or on the chain.</param>
/// <param name="Height">Of the chain at the end.</param>
/// <param name="Verified">Homes that replay from genesis found whole at the end.</param>
/// <param name="TransactionsReplayed">In each home.</param>
public sealed record KillCyclesReport(
    bool Passed,
    string? Violation,
    int Seed,
    int Validators,
    int Cycles,
    IReadOnlyDictionary<string, int> Kinds,
    int Kills,
    int Acknowledged,
    int Unfinished,
    IReadOnlyDictionary<string, long> Refused,
    long ReceiptsChecked,
    Milliseconds Ready,
    int Late,
    Milliseconds ReadyProcessor,
    Milliseconds CaughtUp,
    Milliseconds WentOn,
    int NotSigning,
    int Evidence,
    ulong Height,
    int Verified,
    long TransactionsReplayed,
    double Seconds,
    string Machine);
