using DeAI.Chain.Simulation;
using DeAI.Chain.Simulation.Tracing;
using Xunit.Abstractions;

namespace DeAI.Chain.ProtocolModel.Tests;

/// <summary>What the replicas do in the simulator is what the model allows.</summary>
public sealed class TraceTests(ITestOutputHelper output)
{
    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, SimulatedTraces.Seeds).Select(static seed => (ulong)seed)];

    [SpinTheory]
    [MemberData(nameof(Seeds))]
    public void Follow_SimulatedRun_IsABehaviourOfTheModel(ulong seed)
    {
        TracedRun run = SimulatedTraces.Of(seed);
        Assert.Empty(run.Report.Violations);
        Assert.NotEmpty(run.Epochs);
        foreach (ProtocolTrace trace in run.Epochs)
        {
            using Spin spin = new();
            IReadOnlyList<string> steps = spin.Follow(TraceScript.Of(trace));
            output.WriteLine($"{run.Report.Faults}: epoch {trace.Epoch}, {trace.Events.Length} steps.");
            int carriedOut = steps.Count(static step => step != "accepted");
            Assert.True(
                steps.Count > 0 && steps[^1] == "accepted",
                $"After {carriedOut} of {trace.Events.Length} steps the model does not allow: {(carriedOut < trace.Events.Length ? trace.Events[carriedOut] : null)}");
            Assert.Equal(trace.Events.Length, carriedOut);
        }
    }

    [Fact]
    public void RunTraced_TwentySeeds_ShowEveryKindOfBehaviour()
    {
        ProtocolTrace[] traces = [.. Enumerable.Range(1, SimulatedTraces.Seeds).SelectMany(static seed => SimulatedTraces.Of((ulong)seed).Epochs)];
        ProtocolEvent[] events = [.. traces.SelectMany(static trace => trace.Events)];
        foreach (ProtocolEventKind kind in Enum.GetValues<ProtocolEventKind>().Where(static kind => kind != ProtocolEventKind.None))
        {
            int count = events.Count(step => step.Kind == kind);
            output.WriteLine($"{kind}: {count}");
            Assert.True(count >= SimulatedTraces.Seeds, $"{count} of {kind}");
        }

        // Beyond the quiet path: an equivocating leader's second block, a vote after a restart, a parent that is not of the view before.
        Assert.Contains(traces, static trace => trace.Events.Where(static step => step.Kind == ProtocolEventKind.Propose)
            .GroupBy(static step => step.View).Any(static view => view.Count() == 2));
        Assert.Contains(traces, static trace => trace.Events.SkipWhile(static step => step.Kind != ProtocolEventKind.Commit)
            .SkipWhile(static step => step.Kind != ProtocolEventKind.Restart).Any(static step => step.Kind == ProtocolEventKind.Finalize));
        Assert.Contains(events, static step => step.Kind == ProtocolEventKind.Propose && step.Parent.View.Next != step.View);
        Assert.Contains(traces, static trace => trace.Epoch.Value > 0);
    }

    /// <summary>The check of the checker: one step changed, and the model stops there.</summary>
    [SpinTheory]
    [InlineData("notarize_another_block")]
    [InlineData("notarize_twice")]
    [InlineData("notarize_an_earlier_view")]
    [InlineData("nullify_after_finalize")]
    [InlineData("finalize_after_nullify")]
    [InlineData("finalize_before_the_notarization")]
    [InlineData("propose_on_a_block_passed_over")]
    [InlineData("enter_a_view_too_many")]
    [InlineData("commit_what_is_not_final")]
    [InlineData("lose_a_finalize")]
    public void Follow_CorruptedTrace_IsRefusedThere(string name)
    {
        Corruption corruption = Enumerable.Range(1, SimulatedTraces.Seeds)
            .SelectMany(static seed => SimulatedTraces.Of((ulong)seed).Epochs)
            .Select(trace => Corruption.Make(name, trace))
            .First(static made => made is not null)!;
        using Spin spin = new();
        IReadOnlyList<string> steps = spin.Follow(TraceScript.Of(corruption.Trace));
        output.WriteLine($"Refused: {corruption.Trace.Events[corruption.At]}, step {corruption.At} of epoch {corruption.Trace.Epoch}.");
        Assert.DoesNotContain("accepted", steps);
        Assert.Equal(corruption.At, steps.Count);
    }
}
