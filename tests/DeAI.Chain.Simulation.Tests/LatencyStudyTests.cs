using DeAI.Chain.Simulation.Latency;

namespace DeAI.Chain.Simulation.Tests;

/// <summary>In virtual time, so these figures are those of the protocol and not of the machine.</summary>
public sealed class LatencyStudyTests
{
    private static readonly LatencyOptions Wide = new(4, RoundTripMs: 100, GapMs: 1_000, Transactions: 20);

    [Fact]
    public void Run_SentToAll_IsFinalInLessThanTwoRoundTrips()
    {
        LatencyReport report = LatencyStudy.Run(Wide with { EveryValidator = true });
        Assert.Equal(20, report.Transfers);
        Assert.InRange(report.P50Ms, 150, 199);
    }

    [Fact]
    public void Run_SentToOne_TakesTheWayToTheLeaderBeside()
    {
        LatencyReport report = LatencyStudy.Run(Wide);
        Assert.InRange(report.FromProposalP50Ms, 150, 160);
        Assert.InRange(report.P50Ms, 200, 260);
        LatencyStages stages = report.Stages;
        Assert.InRange(stages.Notarizing, 100, 110);
        Assert.InRange(stages.Finalizing, 50, 55);
    }

    [Fact]
    public void Run_SameOptions_SameReport() => Assert.Equal(LatencyStudy.Run(Wide), LatencyStudy.Run(Wide));

    [Fact]
    public void Run_MoreValidators_CostsFramesByTheSquareAndNoTime()
    {
        LatencyReport small = LatencyStudy.Run(Wide with { EveryValidator = true, Transactions = 10 });
        LatencyReport large = LatencyStudy.Run(Wide with { EveryValidator = true, Transactions = 10, Validators = 16 });
        Assert.InRange(large.FromProposalP50Ms, small.FromProposalP50Ms, small.FromProposalP50Ms + 2);
        Assert.InRange(large.FramesPerBlock / small.FramesPerBlock, 12, 24);
        Assert.InRange(large.ChecksPerBlock, 2 * 15, (2 * 15) + 4);
    }
}
