namespace DeAI.Chain.Architecture.Tests;

/// <summary>The exact allow-list of references between projects. To change it is to change the architecture.</summary>
internal static class Layers
{
    /// <summary>Projects above the purity line: no I/O, clock, randomness, async or floating point.</summary>
    public static IReadOnlyList<string> Pure { get; } =
        ["Primitives", "Cryptography", "Compute", "Consensus", "Ledger", "Learning", "Modules", "Replica"];

    public static IReadOnlyDictionary<string, string[]> Allowed { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Primitives"] = [],
        ["Cryptography"] = ["Primitives"],
        ["Compute"] = ["Primitives"],
        ["Consensus"] = ["Primitives", "Cryptography"],
        ["Ledger"] = ["Primitives", "Cryptography"],
        ["Learning"] = ["Primitives", "Cryptography", "Compute"],
        ["Modules"] = ["Primitives", "Cryptography", "Compute", "Consensus", "Ledger", "Learning"],
        ["Replica"] = ["Primitives", "Cryptography", "Consensus", "Ledger"],
        ["Storage"] = ["Primitives", "Cryptography", "Consensus", "Ledger", "Replica"],
        ["Network"] = ["Primitives", "Cryptography", "Consensus", "Ledger", "Replica"],
        ["Grpc"] = [],
        ["Api"] = ["Primitives", "Cryptography", "Consensus", "Ledger", "Modules", "Learning", "Grpc"],
        ["Client"] = ["Primitives", "Cryptography", "Consensus", "Ledger", "Modules", "Learning", "Grpc", "Api"],
        ["Agent"] = ["Primitives", "Cryptography", "Compute", "Ledger", "Learning", "Modules", "Grpc", "Api", "Client"],
        ["Node"] =
        [
            "Primitives", "Cryptography", "Compute", "Consensus", "Ledger", "Learning", "Modules", "Replica", "Storage", "Network", "Grpc", "Api",
        ],
        ["Simulation"] = ["Primitives", "Cryptography", "Compute", "Consensus", "Ledger", "Learning", "Modules", "Replica"],
        ["Cli"] =
        [
            "Primitives", "Cryptography", "Compute", "Consensus", "Ledger", "Learning", "Modules", "Replica", "Storage", "Network", "Grpc",
            "Api", "Client", "Agent", "Node", "Simulation", "Load",
        ],
    };
}
