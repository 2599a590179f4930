using Xunit.Abstractions;

namespace DeAI.Chain.ProtocolModel.Tests;

public sealed class ExhaustiveTests(ITestOutputHelper output)
{
    [SpinFact]
    public void Search_ThreeViews_EveryBehaviourIsSafe()
    {
        using Spin spin = new();
        SearchResult result = spin.Search(["VIEWS 3"], optimise: true);
        output.WriteLine(result.Output);
        Assert.Null(result.Violated);
        Assert.True(result.IsComplete);
        Assert.Empty(result.Unreached);
        Assert.True(result.States > 250_000, $"Only {result.States} states: a step has become impossible.");
    }

    [SpinFact]
    public void Search_TwoViewsWithoutReduction_EveryBehaviourIsSafe()
    {
        // The check of the reductions: the same verdict where every node keeps its name and says what it may.
        using Spin spin = new();
        SearchResult reduced = spin.Search(["VIEWS 2"], optimise: true);
        SearchResult full = spin.Search(["VIEWS 2", "NO_REDUCTION"], optimise: true);
        output.WriteLine($"{reduced.States} states stand for {full.States}.");
        Assert.Null(full.Violated);
        Assert.True(full.IsComplete);
        Assert.InRange(full.States, reduced.States * 4, long.MaxValue);
    }

    /// <summary>The model is not safe because nothing happens in it.</summary>
    [SpinTheory]
    [InlineData("FINALIZED(BLOCK(1,0)) && FINALIZED(BLOCK(2,0))")]
    [InlineData("NULLIFIED(1) && FINALIZED(BLOCK(2,0)) && parent[BLOCK(2,0)] == GENESIS")]
    [InlineData("NOTARIZED(BLOCK(1,0)) && NULLIFIED(1) && FINALIZED(BLOCK(2,0)) && parent[BLOCK(2,0)] == BLOCK(1,0)")]
    [InlineData("NOTARIZED(BLOCK(1,0)) && NULLIFIED(1) && FINALIZED(BLOCK(2,0)) && parent[BLOCK(2,0)] == GENESIS")]
    [InlineData("FINALIZED(BLOCK(1,1)) && SAID(0,1,NOTARIZE(0)) && parent[BLOCK(1,0)] != NONE")]
    public void Search_Witness_IsReached(string witness)
    {
        using Spin spin = new();
        SearchResult result = spin.Search(["VIEWS 2", "NO_REDUCTION", "WITNESS " + witness], optimise: false);
        output.WriteLine(string.Join('\n', result.Trail));
        Assert.StartsWith("assertion violated  !((", result.Violated);
        Assert.Contains(result.Trail, static step => step.StartsWith("finalize", StringComparison.Ordinal));
    }

    /// <summary>Each rule is needed: without it two blocks of different branches are final.</summary>
    [SpinTheory]
    [InlineData("NO_RULE_1_PARENT")]
    [InlineData("NO_RULE_1_SKIP")]
    [InlineData("NO_RULE_1_ONCE")]
    [InlineData("NO_RULE_2")]
    [InlineData("NO_RULE_3")]
    [InlineData("NO_RULE_PERSIST")]
    [InlineData("NO_RULE_FLOOR")]
    [InlineData("FAULTY 2")]
    public void Search_WithoutARule_Forks(string removed)
    {
        using Spin spin = new();
        SearchResult result = spin.Search(["VIEWS 2", "NO_REDUCTION", "ONLY_AGREEMENT", removed], optimise: false);
        output.WriteLine(string.Join('\n', result.Trail));
        Assert.Equal("assertion violated (walk==low)", result.Violated);
        Assert.Contains(result.Trail, static step => step.StartsWith("finalize", StringComparison.Ordinal));
    }
}
