using System.Diagnostics;
using Xunit.Abstractions;

namespace DeAI.Chain.Simulation.Tests;

public sealed class SimulationRunnerTests(ITestOutputHelper output)
{
    [Fact]
    public void Run_WithoutFaults_CommitsAndKeepsInvariants()
    {
        Stopwatch watch = Stopwatch.StartNew();
        SimulationReport report = SimulationRunner.Run(new SimulationOptions(1, 4, SimulationFaults.None));
        output.WriteLine(report.ToJson());
        output.WriteLine($"{watch.ElapsedMilliseconds}");
        Assert.Empty(report.Violations);
        Assert.Equal(40, report.Transactions);
        Assert.True(report.Heights >= 10, $"{report.Heights} heights");
    }
}
