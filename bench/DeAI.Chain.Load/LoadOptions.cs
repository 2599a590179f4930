using DeAI.Chain.Cryptography;

namespace DeAI.Chain.Load;

/// <summary>What to send, and where.</summary>
/// <param name="Targets">HOST:PORT of the nodes' gRPC endpoints; connections go round them.</param>
/// <param name="Accounts">Registered accounts with credits. Each is used by one connection only, so that its nonces are its own.</param>
/// <param name="Connections">Streams open at once.</param>
/// <param name="Outstanding">Transactions not yet final, all connections together: a closed loop.</param>
/// <param name="Warmup">Not counted.</param>
/// <param name="Duration">Counted.</param>
/// <param name="NodeProcesses">Process ids of the nodes on this machine, for their share of processor time; empty if they run elsewhere.</param>
public sealed record LoadOptions(
    IReadOnlyList<string> Targets,
    IReadOnlyList<SigningKey> Accounts,
    int Connections,
    int Outstanding,
    TimeSpan Warmup,
    TimeSpan Duration,
    IReadOnlyList<int> NodeProcesses);
