using DeAI.Chain.Agent.Sabotage;
using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Modules.Contribution.Contracts;
using DeAI.Chain.Modules.Contribution.Queries;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Models.Queries;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Modules.Training.Queries;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Tests;

public sealed class MemberAgentTests
{
    [Fact]
    public async Task Run_ThreeMembersOneRound_PublishesAVersionAndPaysThem()
    {
        using TestRound test = new("ord", "dfw", "atl");
        test.Propose(TestRound.Terms());
        foreach (string hub in new[] { "ord", "dfw", "atl" })
        {
            await test.StartAsync(hub);
        }

        await test.RunToEndAsync();

        Assert.Equal(1u, test.TaskRecord.Completed);
        Assert.NotNull(ModelsQueries.WeightsOf(test.Chain.State, test.TaskRecord.Latest));
        uint parts = 0;
        foreach (string hub in new[] { "ord", "dfw", "atl" })
        {
            Assert.Equal(ContributionStatus.Scored, test.Contribution(hub).Status);
            Assert.Equal(BondState.Returned, test.Contribution(hub).Bond);
            Assert.True(ContributionQueries.TryGetScore(test.Chain.State, test.KeyOf(hub), out ScoreRecord? score));
            Assert.True(score.HasRevealed);
            Assert.True(score.WorkPaid > Credits.Zero);
            parts += score.Parts;
            Assert.All(test.Access[hub].PayloadSizes, static size => Assert.True(size < 1 << 20, $"{size} bytes"));
        }

        Assert.Equal(1_000_000u, parts);
        Assert.Contains(test.Log.Lines, static line => line.Contains("earned", StringComparison.Ordinal));
        test.Chain.Replay();
    }
}
