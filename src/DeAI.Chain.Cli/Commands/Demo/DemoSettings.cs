using DeAI.Chain.Modules.Federation.Contracts;

namespace DeAI.Chain.Cli.Commands.Demo;

/// <summary>The sizes of a run. A quick one has fewer rounds (so fewer attacks) and shorter phases; every chapter is in both.</summary>
/// <param name="Phases">In heights; at idle there are eight blocks a second. In the first round, members also declare their data while they may register.</param>
/// <param name="MaxTrainingBlocks">Of 256 rows, that a member trains on.</param>
internal sealed record DemoSettings(bool IsQuick, uint Rounds, int StepsPerRound, PhaseLengths Phases, int MaxTrainingBlocks, ulong MaxBlockIntervalMs)
{
    public static DemoSettings Full { get; } = new(
        IsQuick: false, Rounds: 5, StepsPerRound: 48, new PhaseLengths(50, 2, 40, 40, 25), MaxTrainingBlocks: 1024, MaxBlockIntervalMs: 120);

    public static DemoSettings Quick { get; } = new(
        IsQuick: true, Rounds: 3, StepsPerRound: 8, new PhaseLengths(38, 2, 14, 16, 12), MaxTrainingBlocks: 32, MaxBlockIntervalMs: 120);

    /// <summary>Parameters that differ from the defaults, all within their bounds: a day of a real consortium in minutes.</summary>
    public IReadOnlyDictionary<string, ulong> Parameters { get; } = new SortedDictionary<string, ulong>(StringComparer.Ordinal)
    {
        ["consensus.min_block_interval_ms"] = 50,
        ["consensus.max_block_interval_ms"] = MaxBlockIntervalMs,
        ["governance.voting_heights"] = 20,
        ["governance.waiting_heights"] = 10,
    };
}
