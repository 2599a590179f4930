namespace DeAI.Chain.Simulation.Latency;

/// <summary>What a latency study found, all in virtual time: equal for equal options, on any machine.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Transfers">Transfers that became final at the node that they were submitted to.</param>
/// <param name="P50Ms">Submission to durably final at the submitting node: half of them were faster.</param>
/// <param name="P99Ms">The same for 99 of 100.</param>
/// <param name="FromLeaderP50Ms">Only those submitted to the validator that proposed them; -1 if there were none.</param>
/// <param name="FromProposalP50Ms">From the moment in which the proposal left its leader.</param>
/// <param name="Stages">Where the time went.</param>
/// <param name="Heights">Blocks committed in the study.</param>
/// <param name="BlockIntervalMs">Mean time between two of them.</param>
/// <param name="FramesPerBlock">Frames that all validators together sent, for each block.</param>
/// <param name="BytesPerBlock">Bytes in them.</param>
/// <param name="ChecksPerBlock">Signatures that one validator had to check for each block: votes, proposals, certificates with seats it had not heard.</param>
public sealed record LatencyReport(
    LatencyOptions Options,
    int Transfers,
    long P50Ms,
    long P99Ms,
    long FromLeaderP50Ms,
    long FromProposalP50Ms,
    LatencyStages Stages,
    long Heights,
    double BlockIntervalMs,
    double FramesPerBlock,
    double BytesPerBlock,
    double ChecksPerBlock);
