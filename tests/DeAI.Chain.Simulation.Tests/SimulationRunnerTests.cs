using System.Text.Json;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Simulation.Tests;

public sealed class SimulationRunnerTests
{
    [Fact]
    public void Run_WithoutFaults_CommitsEveryTransaction()
    {
        SimulationReport report = SimulationRunner.Run(new SimulationOptions(1, 4, SimulationFaults.None, FaultyMs: 1_000));
        Assert.Empty(report.Violations);
        Assert.Equal(40, report.Transactions);
        Assert.True(report.Heights >= 10, $"{report.Heights} heights");
        Assert.Empty(report.FaultsInjected);
    }

    [Fact]
    public void Run_OneNode_Commits()
    {
        SimulationReport report = SimulationRunner.Run(new SimulationOptions(1, 1, SimulationFaults.Crash | SimulationFaults.SlowDisk, FaultyMs: 1_000));
        Assert.Empty(report.Violations);
        Assert.Equal(40, report.Transactions);
    }

    [Theory]
    [InlineData(4, 11UL)]
    [InlineData(7, 12UL)]
    public void Run_SameSeed_SameReport(int nodes, ulong seed)
    {
        SimulationOptions options = new(seed, nodes, SimulationFaults.All, FaultyMs: 1_500);
        Assert.Equal(SimulationRunner.Run(options).ToJson(), SimulationRunner.Run(options).ToJson());
    }

    [Fact]
    public void RunTraced_SameSeed_SameReportAndTrace()
    {
        SimulationOptions options = new(9, 4, SimulationFaults.All, FaultyMs: 1_000);
        TracedRun traced = SimulationRunner.RunTraced(options);
        Assert.Equal(SimulationRunner.Run(options).ToJson(), traced.Report.ToJson());
        Assert.Equal(
            SimulationRunner.RunTraced(options).Epochs.SelectMany(static epoch => epoch.Events),
            traced.Epochs.SelectMany(static epoch => epoch.Events));
        Assert.Contains(traced.Epochs[0].Events, static step => step.ToString().StartsWith("notarize ", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_OtherSeed_OtherTrace()
    {
        SimulationOptions options = new(1, 4, SimulationFaults.Loss, FaultyMs: 500);
        Assert.NotEqual(SimulationRunner.Run(options).Digest, SimulationRunner.Run(options with { Seed = 2 }).Digest);
    }

    [Fact]
    public void Run_MoreThanFEquivocators_ReportsConflict()
    {
        // The check of the checker: with two equivocators of four the protocol promises nothing, and the report has to say what broke. The
        // oracle sees the two certificates before anyone commits by them.
        List<SimulationReport> reports = [];
        SimulationBatch.Run(1, 5, new SimulationOptions(0, 4, SimulationFaults.Equivocate, FaultyMs: 2_000, Byzantine: 2), reports.Add, 2);
        Assert.Equal(5, reports.Count);
        Assert.All(reports, static report => Assert.Equal("Conflict", report.BrokenInvariant));
    }

    [Fact]
    public void Run_MoreThanFSilent_ReportsNoProgress()
    {
        SimulationReport report = SimulationRunner.Run(new SimulationOptions(1, 4, SimulationFaults.Silent, FaultyMs: 500, Byzantine: 2));
        Assert.Contains(report.Violations, static violation => violation.StartsWith("Progress ", StringComparison.Ordinal));
        Assert.Equal(0UL, report.Heights);
    }

    [Fact]
    public void Run_Equivocator_LeavesEvidence()
    {
        SimulationReport report = SimulationRunner.Run(new SimulationOptions(3, 4, SimulationFaults.Equivocate, FaultyMs: 1_500));
        Assert.Empty(report.Violations);
        Assert.True(report.FaultsInjected["equivocation"] > 0);
        Assert.True(report.StatesReached["evidence:consensus.evidence"] > 0);
    }

    [Fact]
    public void Run_GarbageFrames_AreRefusedAndCounted()
    {
        SimulationReport report = SimulationRunner.Run(new SimulationOptions(3, 4, SimulationFaults.Garbage, FaultyMs: 1_500));
        Assert.Empty(report.Violations);
        Assert.True(report.StatesReached["frame_refused:replica.bad_frame"] > 0);
        Assert.True(report.StatesReached["frame_refused:encoding.wrong_type"] > 0);
    }

    [Fact]
    public void Run_LateNodeAndLyingPeer_SyncsAcrossEpochs()
    {
        SimulationFaults faults = SimulationFaults.LateJoin | SimulationFaults.LyingSync | SimulationFaults.Epochs;
        SimulationReport report = SimulationRunner.Run(new SimulationOptions(5, 4, faults));
        Assert.Empty(report.Violations);
        Assert.True(report.Epochs >= 2, $"{report.Epochs} epochs");
        Assert.True(report.StatesReached["blocks_served"] > 0);
    }

    [Fact]
    public void Run_NodesFarBehindAndLyingPeers_TakeStatesOver()
    {
        List<SimulationReport> reports = [];
        SimulationFaults faults = SimulationFaults.Snapshots | SimulationFaults.LongAway | SimulationFaults.LateJoin | SimulationFaults.LyingSync | SimulationFaults.Epochs;
        SimulationBatch.Run(1, 12, new SimulationOptions(0, 4, faults), reports.Add, 2);
        Assert.All(reports, static report => Assert.Empty(report.Violations));
        Assert.Contains(reports, static report => report.StatesReached.ContainsKey(RareStates.SnapshotInstalled));
        Assert.Contains(reports, static report => report.StatesReached.ContainsKey(RareStates.SnapshotOverEpochs));
        Assert.Contains(reports, static report => report.StatesReached.ContainsKey(RareStates.SnapshotPeerPassedOver));
        Assert.Contains(reports, static report => report.FaultsInjected.ContainsKey("lying_snapshot_offer"));
    }

    [Fact]
    public void ToJson_Report_HasSnakeCaseMembers()
    {
        SimulationReport report = SimulationRunner.Run(new SimulationOptions(1, 1, SimulationFaults.None, FaultyMs: 100, Transactions: 1));
        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        Assert.Equal(1, json.RootElement.GetProperty("seed").GetInt32());
        Assert.Equal(32, json.RootElement.GetProperty("digest").GetString()!.Length);
        Assert.True(json.RootElement.GetProperty("is_good").GetBoolean());
        Assert.Empty(json.RootElement.GetProperty("faults_injected").EnumerateObject());
    }
}
