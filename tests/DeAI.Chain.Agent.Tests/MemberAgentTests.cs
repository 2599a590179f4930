using DeAI.Chain.Agent.Data;
using DeAI.Chain.Agent.Rounds;
using DeAI.Chain.Agent.Sabotage;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Consent.Messages;
using DeAI.Chain.Modules.Consent.Queries;
using DeAI.Chain.Modules.Contribution.Contracts;
using DeAI.Chain.Modules.Contribution.Queries;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.Messages;
using DeAI.Chain.Modules.Models.Queries;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Modules.Training.Messages;
using DeAI.Chain.Modules.Training.Queries;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Tests;

public sealed class MemberAgentTests
{
    private static readonly string[] Three = ["ord", "dfw", "atl"];

    [Fact]
    public async Task Run_ThreeMembersTwoRounds_PublishesVersionsAndPaysThem()
    {
        using TestRound test = new(Three);
        test.Propose(TestRound.Terms(rounds: 2));
        await StartAllAsync(test);

        await test.RunToEndAsync();

        Assert.Equal(2u, test.TaskRecord.Completed);
        Assert.NotNull(ModelsQueries.WeightsOf(test.Chain.State, test.TaskRecord.Latest));
        for (uint round = 1; round <= 2; round++)
        {
            uint parts = 0;
            foreach (string hub in Three)
            {
                Assert.Equal(ContributionStatus.Scored, test.Contribution(hub, round).Status);
                Assert.Equal(BondState.Returned, test.Contribution(hub, round).Bond);
                Assert.True(ContributionQueries.TryGetScore(test.Chain.State, test.KeyOf(hub, round), out ScoreRecord? score));
                Assert.True(score.HasRevealed);
                Assert.True(score.WorkPaid > Credits.Zero);
                parts += score.Parts;
            }

            Assert.Equal(1_000_000u, parts);
        }

        // Once per member: a data set and a consent; per round: registration, commitment, opening, hold-out.
        Assert.All(Three, hub => Assert.Equal(2 + (2 * 4), test.Access[hub].PayloadSizes.Count));
        Assert.Contains(test.Log.Lines, static line => line.StartsWith("Round 2: earned", StringComparison.Ordinal));
        test.Chain.Replay();
    }

    [Fact]
    public async Task Run_FullDataAndDemoTerms_OpensLessThanAMebibyte()
    {
        using TestRound test = new("phx");
        test.Propose(DemoTask.Terms);
        MemberData data = MemberData.Create(
            Flights.Training("phx"), MemberSecret.Of(test.Chain["phx"].Key), new DataLayout((int)DemoTask.Rounds, 4, 1024)).Value;
        ContributionKey key = test.KeyOf("phx");
        TrainingInput input = new(
            key,
            test.TaskRecord,
            Learning.InitialWeights.From(DemoTask.Model, DemoTask.WeightsSeed),
            DemoTask.WeightsSeed,
            data.Training,
            DemoTask.WeightsSeed.Value);

        PreparedContribution prepared = await Task.Run(() => new ContributionBuilder(TestRound.Backend).Build(input));

        int bytes = Primitives.Encoding.Canonical.Encode(ContributionBuilder.Open(key, DemoTask.Terms, prepared)).Length;
        Assert.InRange(bytes, 500_000, (1 << 20) - 1);
    }

    /// <summary>Stops an agent before or after every message that it sends, and starts it anew with nothing but its folder.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_RestartedAtEveryStep_EarnsAsIfItHadNeverStopped(bool beforeSending)
    {
        using TestRound test = new("ord", "dfw");
        test.Propose(TestRound.Terms());
        await test.StartAsync("dfw");
        await test.StartAsync("ord");
        HashSet<(ModuleId, ushort)> stopped = [];
        int restarts = 0;
        for (int i = 0; i < 200 && !test.TaskRecord.HasEnded; i++)
        {
            Action<ModuleId, ushort> stop = (module, type) =>
            {
                if (stopped.Add((module, type)))
                {
                    throw new OperationCanceledException("stopped by the test");
                }
            };
            test.Access["ord"].BeforeSubmit = beforeSending ? stop : null;
            test.Access["ord"].AfterSubmit = beforeSending ? null : stop;
            try
            {
                await test.StepAsync();
            }
            catch (OperationCanceledException)
            {
                await test.StartAsync("ord");
                restarts++;
            }
        }

        Assert.Equal(6, restarts);
        Assert.Equal(ContributionStatus.Scored, test.Contribution("ord").Status);
        Assert.True(ContributionQueries.TryGetScore(test.Chain.State, test.KeyOf("ord"), out ScoreRecord? score));
        Assert.True(score.HasRevealed);
    }

    [Theory]
    [InlineData(SabotageKind.AlteredWeight, "training.result_mismatch")]
    [InlineData(SabotageKind.SkippedStep, "training.step_mismatch")]
    [InlineData(SabotageKind.ForeignBlock, "training.foreign_block")]
    [InlineData(SabotageKind.WrongStart, "training.wrong_start")]
    [InlineData(SabotageKind.CopiedUpdate, "training.copied_update")]
    public async Task Run_Sabotage_IsRefusedWithItsCodeAndLosesTheBond(SabotageKind kind, string code)
    {
        using TestRound test = new(Three);
        test.Propose(TestRound.Terms());
        await test.StartAsync("ord", kind);
        await test.StartAsync("dfw");
        await test.StartAsync("atl");

        await test.RunToEndAsync();

        Assert.True(TrainingQueries.TryGetVerdict(test.Chain.State, test.KeyOf("ord"), out VerdictRecord? verdict));
        Assert.Equal(code, verdict.Verdict.Value);
        Assert.Equal(BondState.Forfeited, test.Contribution("ord").Bond);
        Assert.Equal(ContributionStatus.Scored, test.Contribution("dfw").Status);
        Assert.Equal(ContributionStatus.Scored, test.Contribution("atl").Status);
        Assert.Contains(test.Log.Lines, line => line.Contains(code, StringComparison.Ordinal) && line.Contains("bond", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_AfterADrill_TheNextRoundIsHonest()
    {
        using TestRound test = new(Three);
        test.Propose(TestRound.Terms(rounds: 2));
        await test.StartAsync("ord", SabotageKind.SkippedStep);
        await test.StartAsync("dfw");
        await test.StartAsync("atl");

        await test.RunToEndAsync();

        Assert.Equal(ContributionStatus.Out, test.Contribution("ord", 1).Status);
        Assert.Equal(ContributionStatus.Scored, test.Contribution("ord", 2).Status);
    }

    [Fact]
    public async Task Step_ConsentRevokedByHand_IsNotGivenAgain()
    {
        using TestRound test = new("ord", "dfw");
        test.Propose(TestRound.Terms(rounds: 2));
        await StartAllAsync(test, "ord", "dfw");
        await test.StepAsync();
        Hash256 dataSet = test.Contribution("ord").DataSet;
        test.Chain.Apply(test.Chain["ord"], ModuleIds.Consent, RevokeConsent.Type, new RevokeConsent(dataSet, DemoTask.Purpose, default));

        await test.RunToEndAsync();

        Assert.All(ConsentQueries.ConsentsOf(test.Chain.State, dataSet), static consent => Assert.True(consent.Record.IsRevoked));
        Assert.Contains(test.Log.Lines, static line => line.Contains("consent.revoked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Step_AccountWithoutCredits_SaysCodeAndRemedy()
    {
        using TestRound test = new("ord", "dfw");
        test.Propose(TestRound.Terms() with { Reward = DemoTask.Reward with { Bond = new Credits(TestGenesis.DefaultCredits) } });
        await test.StartAsync("ord");

        await test.StepAsync();

        string line = Assert.Single(test.Log.Lines, static line => line.Contains("federation.insufficient_credits", StringComparison.Ordinal));
        Assert.Contains("Remedy: the account needs free credits", line);
    }

    [Fact]
    public async Task Create_AccountWithoutMembership_IsRefused()
    {
        using TestRound test = new("ord");
        Result<MemberAgent> agent = await MemberAgent.CreateAsync(
            test.Configuration("ord"),
            new TestChainAccess(test.Chain, test.Chain["customer"]),
            MemberSecret.Of(test.Chain["customer"].Key),
            TestRound.Backend,
            test.Log,
            CancellationToken.None);

        Assert.Equal(AgentErrors.UnknownAccount, agent.Refusal?.Code);
    }

    [Fact]
    public async Task Run_StopWhenDone_Ends()
    {
        using TestRound test = new("ord", "dfw");
        test.Propose(TestRound.Terms(least: 2));
        MemberAgent alone = await test.StartAsync("ord");

        await alone.RunAsync(CancellationToken.None);

        Assert.True(test.TaskRecord.HasEnded);
        Assert.Equal(ContributionStatus.Released, test.Contribution("ord").Status);
        Assert.Contains(test.Log.Lines, static line => line.Contains("federation.too_few_contributors", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Step_OtherSchema_LeavesTheTaskAlone()
    {
        using TestRound test = new("ord");
        test.Propose(TestRound.Terms() with { DataSchema = DemoTask.WeightsSeed });
        await test.StartAsync("ord");

        Assert.False(await test.Agents["ord"].StepAsync(test.Chain.Height, CancellationToken.None));
        Assert.Contains(test.Log.Lines, static line => line.Contains("agent.other_schema", StringComparison.Ordinal));
    }

    private static async Task StartAllAsync(TestRound test, params string[] hubs)
    {
        foreach (string hub in hubs.Length == 0 ? Three : hubs)
        {
            await test.StartAsync(hub);
        }
    }
}
