namespace DeAI.Chain.Simulation.Tests;

public sealed class SimulationBatchTests
{
    [Fact]
    public void Run_FourNodesAllFaults_KeepsInvariants() => RunAll(1, 40, 4);

    [Fact]
    public void Run_SevenNodesAllFaults_KeepsInvariants() => RunAll(1, 10, 7);

    /// <summary>Seeds that found a bug once; each is named in the commit that repaired it.</summary>
    [Theory]
    [InlineData(17UL, SimulationFaults.Crash | SimulationFaults.Partition | SimulationFaults.Loss | SimulationFaults.Delay)]
    [InlineData(42UL, SimulationFaults.All)]
    public void Run_SeedThatFoundABug_KeepsInvariants(ulong seed, SimulationFaults faults) =>
        Assert.Empty(SimulationRunner.Run(new SimulationOptions(seed, 4, faults)).Violations);

    [Fact]
    public void Run_SecondProposalInAnEpochThatIsOver_IsReported()
    {
        SimulationFaults faults = SimulationFaults.Delay | SimulationFaults.Duplication | SimulationFaults.Crash | SimulationFaults.SlowDisk
            | SimulationFaults.Epochs | SimulationFaults.Twins;
        Assert.Empty(SimulationRunner.Run(new SimulationOptions(282, 7, faults)).Violations);
    }

    [Fact]
    public void Run_AnyParallelism_SameReports()
    {
        SimulationOptions options = new(0, 4, SimulationFaults.Loss, FaultyMs: 400, Transactions: 5);
        Assert.Equal(Digests(options, 1), Digests(options, 3));
    }

    private static string[] Digests(SimulationOptions options, int parallelism)
    {
        List<SimulationReport> reports = [];
        SimulationBatch.Run(7, 10, options, reports.Add, parallelism);
        return [.. reports.OrderBy(static report => report.Seed).Select(static report => report.Digest)];
    }

    [Fact]
    public void Run_SixteenNodesAllFaults_KeepsInvariants()
    {
        List<SimulationReport> reports = [];
        SimulationBatch.Run(1, 3, new SimulationOptions(0, 16, SimulationFaults.All, FaultyMs: 800), reports.Add, 2);
        Assert.All(reports, static report => Assert.Empty(report.Violations));
    }

    [Fact]
    public void Run_UntilFailure_BeginsNoMoreSeeds()
    {
        List<SimulationReport> reports = [];
        SimulationOptions broken = new(0, 4, SimulationFaults.Silent, FaultyMs: 100, Transactions: 1, Byzantine: 2);
        SimulationBatch.Run(1, 1_000, broken, reports.Add, parallelism: 2, untilFailure: true);
        Assert.InRange(reports.Count, 1, 4);
    }

    private static void RunAll(ulong from, ulong to, int nodes)
    {
        List<SimulationReport> reports = [];
        SimulationBatch.Run(from, to, new SimulationOptions(0, nodes, SimulationFaults.All, FaultyMs: 1_500), reports.Add, 2);
        Assert.Equal((int)(to - from) + 1, reports.Count);
        Assert.Empty(reports.Where(static report => !report.IsGood).Select(static report => $"seed {report.Seed}: {report.Violations[0]}"));
        Assert.Contains(reports, static report => report.Epochs > 0);
        Assert.Contains(reports, static report => report.StatesReached.ContainsKey("blocks_served"));
    }
}
