namespace DeAI.Chain.Load;

/// <summary>What was seen. Latency is from handing a transaction to its stream until the node says that it is final on its disk.</summary>
/// <param name="Committed">Transfers that became final within the counted time.</param>
/// <param name="Refused">Transfers refused within the counted time, by reason.</param>
/// <param name="SignatureChecksPerSecond">Of this machine, all cores, one by one by libsodium, measured before the load in the same run.</param>
/// <param name="Ratio">
/// Committed per second over a quarter of the signature checks per second: with four validators on one machine, each checks every signature.
/// </param>
/// <param name="TogetherPerSecond">The same by the verifier that nodes use, for batches of keys that it knows.</param>
/// <param name="TogetherRatio">Against a quarter of that.</param>
/// <param name="NodeMicroseconds">Processor time of all nodes together for each committed transfer; unlike a rate, it hardly depends on what else runs here.</param>
/// <param name="ClientMicroseconds">Processor time of the load generator for each committed transfer.</param>
/// <param name="CheckMicroseconds">Processor time of one signature check by libsodium.</param>
/// <param name="TogetherMicroseconds">Of one in a batch.</param>
public sealed record LoadReport(
    double Seconds,
    long Committed,
    double CommittedPerSecond,
    IReadOnlyDictionary<string, long> Refused,
    double P50Ms,
    double P99Ms,
    double MaxMs,
    double SignatureChecksPerSecond,
    double Ratio,
    double TogetherPerSecond,
    double TogetherRatio,
    double NodeMicroseconds,
    double ClientMicroseconds,
    double CheckMicroseconds,
    double TogetherMicroseconds,
    int Validators,
    int Connections,
    int Outstanding,
    string Machine);
