namespace DeAI.Chain.Simulation.Tests;

public sealed class SeedMinimiserTests
{
    [Fact]
    public void Minimise_FaultsThatDoNotMatter_AreSwitchedOff()
    {
        // Two silent validators of four stop the cluster whatever else happens.
        SimulationFaults faults = SimulationFaults.Silent | SimulationFaults.Delay | SimulationFaults.Duplication | SimulationFaults.ClockSkew;
        SimulationOptions failing = new(1, 4, faults, FaultyMs: 400, Transactions: 4, Byzantine: 2);
        SimulationOptions smallest = SeedMinimiser.Minimise(failing);
        Assert.Equal(SimulationFaults.Silent, smallest.Faults);
        Assert.True(smallest.FaultyMs < failing.FaultyMs);
        Assert.Equal("Progress", SimulationRunner.Run(smallest).BrokenInvariant);
    }

    [Fact]
    public void Resolve_DrawnOptions_GiveTheSameRun()
    {
        SimulationOptions drawn = new(9, SimulationOptions.DrawnSize, SimulationFaults.All, FaultyMs: 600, Transactions: 8);
        SimulationOptions resolved = SimulationRunner.Resolve(drawn);
        Assert.NotEqual(SimulationOptions.DrawnSize, resolved.Nodes);
        Assert.Equal(SimulationRunner.Run(drawn).ToJson(), SimulationRunner.Run(resolved).ToJson());
    }
}
