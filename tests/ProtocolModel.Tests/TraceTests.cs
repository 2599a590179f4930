using System.Collections.Immutable;
using DeAI.Chain.Primitives;
using DeAI.Chain.Simulation;
using DeAI.Chain.Simulation.Tracing;
using Xunit.Abstractions;

namespace DeAI.Chain.ProtocolModel.Tests;

/// <summary>What the replicas do in the simulator is what the model allows.</summary>
public sealed class TraceTests(ITestOutputHelper output)
{
    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 20).Select(static seed => (ulong)seed)];

    [SpinTheory]
    [MemberData(nameof(Seeds))]
    public void Follow_SimulatedRun_IsABehaviourOfTheModel(ulong seed)
    {
        TracedRun run = SimulationRunner.RunTraced(new SimulationOptions(seed, 4, SimulationFaults.All, FaultyMs: 2_000));
        Assert.Empty(run.Report.Violations);
        Assert.NotEmpty(run.Epochs);
        foreach (ProtocolTrace trace in run.Epochs)
        {
            using Spin spin = new();
            AssertFollowed(trace, spin.Follow(TraceScript.Of(trace)));
            output.WriteLine($"{run.Report.Faults}: epoch {trace.Epoch}, {trace.Events.Length} steps.");
        }
    }

    private static void AssertFollowed(ProtocolTrace trace, IReadOnlyList<string> steps)
    {
        int carriedOut = steps.Count(static step => step != "accepted");
        Assert.True(
            steps.Count > 0 && steps[^1] == "accepted",
            $"After {carriedOut} of {trace.Events.Length} steps the model does not allow: {(carriedOut < trace.Events.Length ? trace.Events[carriedOut] : null)}");
        Assert.Equal(trace.Events.Length, carriedOut);
    }
}
