using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Simulation.Tests;

/// <summary>Each way to fail does something, and breaks nothing.</summary>
public sealed class AdversaryTests
{
    [Theory]
    [InlineData(SimulationFaults.Equivocate, "equivocation")]
    [InlineData(SimulationFaults.Garbage, "garbage_frame")]
    [InlineData(SimulationFaults.Withhold, "withheld_broadcast")]
    [InlineData(SimulationFaults.Nullify, "needless_nullify")]
    [InlineData(SimulationFaults.Stale, "stale_proposal")]
    [InlineData(SimulationFaults.Replay, "replayed_frame")]
    [InlineData(SimulationFaults.Forge, "forged_certificate")]
    [InlineData(SimulationFaults.BadBlock, "bad_block")]
    [InlineData(SimulationFaults.Twins, "failing_twins")]
    [InlineData(SimulationFaults.BadClock, "bad_clock")]
    [InlineData(SimulationFaults.BadDisk, "failing_baddisk")]
    public void Run_OneWayToFail_StrikesAndKeepsInvariants(SimulationFaults way, string fault)
    {
        SimulationReport report = SimulationRunner.Run(new SimulationOptions(4, 4, way, FaultyMs: 1_500));
        Assert.Empty(report.Violations);
        Assert.True(report.FaultsInjected.ContainsKey(fault), $"struck: {string.Join(", ", report.FaultsInjected.Keys)}");
    }

    [Theory]
    [InlineData(SimulationFaults.Equivocate)]
    [InlineData(SimulationFaults.Twins)]
    [InlineData(SimulationFaults.Nullify)]
    public void Run_EquivocationReachesACorrectNode_IsReported(SimulationFaults way)
    {
        List<SimulationReport> reports = [];
        SimulationBatch.Run(1, 4, new SimulationOptions(0, 4, way, FaultyMs: 2_000), reports.Add, 2);
        Assert.All(reports, static report => Assert.Empty(report.Violations));
        Assert.Contains(reports, static report => report.StatesReached.ContainsKey(RareStates.EvidenceFound));
    }

    [Fact]
    public void Run_DamagedVoteLog_SignsAgainOnlyAfterQuarantine()
    {
        List<SimulationReport> reports = [];
        SimulationBatch.Run(1, 8, new SimulationOptions(0, 4, SimulationFaults.BadDisk, FaultyMs: 2_000), reports.Add, 2);
        Assert.All(reports, static report => Assert.Empty(report.Violations));
        Assert.Contains(reports, static report => report.StatesReached.ContainsKey(RareStates.LogDamaged));
        Assert.Contains(reports, static report => report.StatesReached.ContainsKey(RareStates.QuarantineLeft));
        Assert.Contains(reports, static report => report.FaultsInjected.ContainsKey("disk_replaced"));
    }

    [Theory]
    [InlineData(650, SimulationFaults.Loss | SimulationFaults.Duplication | SimulationFaults.ClockSkew | SimulationFaults.SlowDisk | SimulationFaults.Equivocate | SimulationFaults.Epochs | SimulationFaults.OneWay)]
    [InlineData(739, SimulationFaults.Loss | SimulationFaults.SlowDisk | SimulationFaults.Epochs | SimulationFaults.BadBlock)]
    public void Run_ByzantineValidatorFirstInAnEpoch_SignsInIt(ulong seed, SimulationFaults faults) =>
        Assert.Empty(SimulationRunner.Run(new SimulationOptions(seed, 4, faults)).Violations);

    [Fact]
    public void Run_TwiceFForgers_StillFoolsNobody()
    {
        // Certificates made up are refused however many make them: it takes a quorum of keys, and two of four are none.
        SimulationReport report = SimulationRunner.Run(new SimulationOptions(2, 7, SimulationFaults.Forge, FaultyMs: 1_000, Byzantine: 3));
        Assert.Empty(report.Violations);
    }
}
