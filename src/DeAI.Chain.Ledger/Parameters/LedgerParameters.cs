using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;

namespace DeAI.Chain.Ledger.Parameters;

/// <summary>
/// The ledger's own parameters, of module 0: fees, the block's limits, and the timing that consensus runs by. Every value inside the bounds
/// leaves a chain that makes progress and can change the value again.
/// </summary>
public static class LedgerParameters
{
    public static readonly ParameterDefinition FeeBase =
        Define("ledger.fee_base_credits", 100, 0, 1_000_000_000, "Credits for each transaction, whatever it does.");

    public static readonly ParameterDefinition FeePerByte =
        Define("ledger.fee_per_byte_credits", 1, 0, 1_000_000, "Credits for each byte of the encoded transaction.");

    public static readonly ParameterDefinition FeePerStateWrite =
        Define("ledger.fee_per_state_write_credits", 20, 0, 10_000_000, "Credits for each entry that the message may write.");

    public static readonly ParameterDefinition FeePerMillionMultiplyAccumulates =
        Define("ledger.fee_per_million_multiply_accumulates_credits", 1, 0, 10_000_000, "Credits for each million integer products, or part of it.");

    public static readonly ParameterDefinition MaxBlockBytes =
        Define("ledger.max_block_bytes", 4 * 1024 * 1024, TransactionLimits.HardMaxBytes, Block.MaxBytes - (1024 * 1024), "Bytes of all encoded transactions of a block.");

    public static readonly ParameterDefinition MaxBlockTransactions =
        Define("ledger.max_block_transactions", 8192, 1, Block.MaxTransactions, "Transactions of a block.");

    public static readonly ParameterDefinition MaxBlockMultiplyAccumulates =
        Define("ledger.max_block_multiply_accumulates", 20_000_000_000, 1_000_000, 1_200_000_000_000, "Integer products of all messages of a block, and no more than 20,000,000 for each millisecond of consensus.timeout_cap_ms.");

    public static readonly ParameterDefinition MaxValidUntilDistance =
        Define("ledger.max_valid_until_heights", 10_000, 16, 1_000_000, "Heights that a transaction may stay valid for.");

    public static readonly ParameterDefinition DeltaMs =
        Define("consensus.delta_ms", 500, 10, 10_000, "Milliseconds: the bound on a message's delay that timeouts are made of.");

    public static readonly ParameterDefinition TimeoutCapMs =
        Define("consensus.timeout_cap_ms", 8_000, 1_000, 60_000, "Milliseconds: the longest that a view's timeout grows to.");

    public static readonly ParameterDefinition MinBlockIntervalMs =
        Define("consensus.min_block_interval_ms", 40, 0, 10_000, "Milliseconds that a leader waits after the parent, so that blocks fill.");

    public static readonly ParameterDefinition MaxBlockIntervalMs =
        Define("consensus.max_block_interval_ms", 250, 10, 30_000, "Milliseconds after which a leader proposes even an empty block.");

    public static readonly ParameterDefinition MaxClockSkewMs =
        Define("consensus.max_clock_skew_ms", 2_000, 100, 60_000, "Milliseconds that a header's time may be ahead of a voter's clock.");

    public static readonly ParameterDefinition RuleVersion =
        Define("ledger.rule_version", RuleVersions.First, RuleVersions.First, 1_000_000, "Version of the rules; a node that does not know it stops before the first block under it.");

    /// <summary>All of them, in ascending order of name.</summary>
    public static IReadOnlyList<ParameterDefinition> All { get; } = Sorted();

    private static ParameterDefinition Define(string name, ulong value, ulong min, ulong max, string description) =>
        new(name, SystemTables.Module, value, min, max, description);

    private static ParameterDefinition[] Sorted()
    {
        ParameterDefinition[] all =
        [
            FeeBase, FeePerByte, FeePerStateWrite, FeePerMillionMultiplyAccumulates,
            MaxBlockBytes, MaxBlockTransactions, MaxBlockMultiplyAccumulates, MaxValidUntilDistance,
            DeltaMs, TimeoutCapMs, MinBlockIntervalMs, MaxBlockIntervalMs, MaxClockSkewMs, RuleVersion,
        ];
        Array.Sort(all, static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return all;
    }
}
