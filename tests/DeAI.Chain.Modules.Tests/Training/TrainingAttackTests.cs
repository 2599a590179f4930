using System.Collections.Immutable;
using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Modules.Training.Messages;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Tests.Training;

/// <summary>Every lie that a member can tell has its own reason, costs the bond, and leaves the others' round unharmed.</summary>
public sealed class TrainingAttackTests
{
    private readonly TrainingScenario _scenario = new TrainingScenario().Propose();

    private TestMember Attacker => _scenario.First;

    [Fact]
    public void Open_OneWeightAltered_IsResultMismatch()
    {
        EnterCommit();
        TrainingRun run = _scenario.Train(Attacker);
        int[] altered = [.. run.Update.Deltas.Span];
        altered[7]++;
        TrainingRun forged = run with { Update = new ModelUpdate(Sequence.Create<int>(altered)) };
        Expect(TrainingErrors.ResultMismatch, forged);
    }

    [Fact]
    public void Open_ResultDigestOfAnotherState_IsResultMismatch()
    {
        EnterCommit();
        TrainingRun run = _scenario.Train(Attacker);
        Commit lie = _scenario.CommitmentOf(Attacker, run) with { ResultDigest = TrainingScenario.Schema };
        Expect(TrainingErrors.ResultMismatch, lie, () => _scenario.OpeningOf(Attacker, run));
    }

    [Fact]
    public void Open_OneStepSkipped_IsStepMismatch()
    {
        EnterCommit();
        TrainingPlan plan = _scenario.PlanOf(Attacker);
        TrainingRun honest = _scenario.Train(Attacker);
        TrainingRun lazy = Trainer.Run(
            TrainingScenario.Model, TrainingScenario.Backend, _scenario.Start, plan with { Steps = plan.Steps - 1 }, Attacker.Blocks);
        ImmutableArray<TranscriptLeaf> leaves = [.. honest.Transcript.Leaves.Items[..^1], lazy.Transcript.Leaves[^1] with { Step = plan.Steps }];
        Expect(TrainingErrors.StepMismatch, lazy with { Transcript = honest.Transcript with { Leaves = new Sequence<TranscriptLeaf>(leaves) } });
    }

    [Fact]
    public void Open_ForeignBlock_IsForeignBlock()
    {
        EnterCommit();
        DataBlock[] blocks = [.. Attacker.Blocks];
        blocks[2] = TestMember.Block(424242);
        TrainingRun run = Trainer.Run(TrainingScenario.Model, TrainingScenario.Backend, _scenario.Start, _scenario.PlanOf(Attacker), blocks);
        Expect(
            TrainingErrors.ForeignBlock,
            _scenario.CommitmentOf(Attacker, run),
            () => _scenario.OpeningOf(Attacker, run) with { Opening = Opening.Of(run, _scenario.PlanOf(Attacker), blocks, Attacker.Salts) });
    }

    [Fact]
    public void Open_OtherStartState_IsWrongStart()
    {
        EnterCommit();
        ModelWeights other = InitialWeights.From(TrainingScenario.Model, TrainingScenario.Schema);
        TrainingRun run = Trainer.Run(TrainingScenario.Model, TrainingScenario.Backend, other, _scenario.PlanOf(Attacker), Attacker.Blocks);
        Expect(TrainingErrors.WrongStart, run);
    }

    [Fact]
    public void Open_TranscriptUnderAnothersSeed_IsCopiedUpdate()
    {
        EnterCommit();
        TrainingRun stolen = _scenario.Train(_scenario.Second);
        Expect(TrainingErrors.CopiedUpdate, stolen);
    }

    [Fact]
    public void Open_AnothersResultUnderOwnSeed_IsCopiedUpdate()
    {
        EnterCommit();
        TrainingRun theirs = _scenario.Train(_scenario.Second);
        TrainingRun own = _scenario.Train(Attacker);
        Transcript disguised = theirs.Transcript with { Seed = own.Transcript.Seed, OrderHash = own.Transcript.OrderHash };
        Expect(TrainingErrors.CopiedUpdate, theirs with { Transcript = disguised });
    }

    [Fact]
    public void Open_UpdateOtherThanCommitted_IsWrongUpdateHash()
    {
        EnterCommit();
        TrainingRun run = _scenario.Train(Attacker);
        Expect(
            TrainingErrors.WrongUpdateHash,
            _scenario.CommitmentOf(Attacker, run),
            () => _scenario.OpeningOf(Attacker, run) with { Salt = default });
    }

    [Fact]
    public void Open_CommitmentCopiedFromAnother_IsWrongUpdateHash()
    {
        EnterCommit();
        TrainingRun theirs = _scenario.Train(_scenario.Second);
        Commit copied = _scenario.CommitmentOf(_scenario.Second, theirs);
        Receipt receipt = Deliver(copied, () => _scenario.OpeningOf(Attacker, theirs) with { Salt = _scenario.Second.UpdateSalt });

        // The copied digest names it for what it is, although the salted hash already failed.
        Assert.Contains(receipt.Reason, new[] { TrainingErrors.WrongUpdateHash, TrainingErrors.CopiedUpdate });
        AssertPunished(receipt.Reason);
    }

    [Fact]
    public void Open_TranscriptOtherThanCommitted_IsWrongTranscriptRoot()
    {
        EnterCommit();
        TrainingRun run = _scenario.Train(Attacker);
        Commit lie = _scenario.CommitmentOf(Attacker, run) with { TranscriptRoot = TrainingScenario.Schema };
        Expect(TrainingErrors.WrongTranscriptRoot, lie, () => _scenario.OpeningOf(Attacker, run));
    }

    [Fact]
    public void Open_OrderOfOwnChoice_IsWrongBlockOrder()
    {
        EnterCommit();
        TrainingPlan chosen = _scenario.PlanOf(Attacker) with { Seed = TrainingScenario.Schema };
        TrainingRun run = Trainer.Run(TrainingScenario.Model, TrainingScenario.Backend, _scenario.Start, chosen, Attacker.Blocks);
        Expect(TrainingErrors.WrongBlockOrder, run with { Transcript = run.Transcript with { Seed = _scenario.PlanOf(Attacker).Seed } });
    }

    [Fact]
    public void Open_TwinOfAnAcceptedRun_IsCopiedUpdate()
    {
        // Two members that declare the same single block train the same whatever their seeds.
        TrainingScenario twins = new();
        foreach (TestMember member in twins.Members.Take(2))
        {
            member.Blocks = [TestMember.Block(1)];
            member.Salts = [member.UpdateSalt];
            twins.Declare(member);
        }

        twins.Propose();
        twins.Register(twins.Members);
        twins.WaitFor(RoundPhase.Commit);
        TrainingRun[] runs = [.. twins.Members.Select(twins.Train)];
        Assert.Equal(runs[0].Update, runs[1].Update);
        for (int i = 0; i < runs.Length; i++)
        {
            twins.Commit(twins.Members[i], runs[i]);
        }

        twins.WaitFor(RoundPhase.Open);
        Assert.Equal(Modules.Training.Errors.Accepted, twins.Open(twins.First, runs[0]).Reason);
        Assert.Equal(TrainingErrors.CopiedUpdate, twins.Open(twins.Second, runs[1]).Reason);
        Assert.Equal(Modules.Training.Errors.Accepted, twins.Open(twins.Members[2], runs[2]).Reason);
    }

    private void EnterCommit()
    {
        _scenario.Register(_scenario.Members);
        _scenario.WaitFor(RoundPhase.Commit);
    }

    private void Expect(ReasonCode reason, TrainingRun forged) =>
        Expect(reason, _scenario.CommitmentOf(Attacker, forged), () => _scenario.OpeningOf(Attacker, forged));

    private void Expect(ReasonCode reason, Commit commitment, Func<Open> opening)
    {
        Receipt receipt = Deliver(commitment, opening);
        Assert.Equal(reason, receipt.Reason);
        AssertPunished(reason);
        Assert.Equal(RoundPhase.Completed, _scenario.Finish().Phase);
        _scenario.Chain.Replay();
    }

    private Receipt Deliver(Commit commitment, Func<Open> opening)
    {
        _scenario.Chain.Apply(Attacker.Account, ModuleIds.Training, Commit.Type, commitment);
        TestMember[] honest = [.. _scenario.Members.Skip(1)];
        TrainingRun[] runs = [.. honest.Select(_scenario.Train)];
        for (int i = 0; i < honest.Length; i++)
        {
            _scenario.Commit(honest[i], runs[i]);
        }

        _scenario.WaitFor(RoundPhase.Open);
        Credits treasury = Modules.Accounts.Queries.AccountsQueries.HeldBy(_scenario.Chain.State, Modules.Accounts.AccountsModule.Treasury);
        Receipt receipt = _scenario.Open(Attacker, opening());
        Credits after = Modules.Accounts.Queries.AccountsQueries.HeldBy(_scenario.Chain.State, Modules.Accounts.AccountsModule.Treasury);
        Assert.Equal(new Credits(TrainingScenario.Bond), after - treasury);
        Assert.Equal(Credits.Zero, receipt.Fee);
        Assert.Equal("training.refused", Assert.Single(receipt.Events).Name);
        for (int i = 0; i < honest.Length; i++)
        {
            Assert.Equal(Modules.Training.Errors.Accepted, _scenario.Open(honest[i], runs[i]).Reason);
        }

        return receipt;
    }

    private void AssertPunished(ReasonCode reason)
    {
        ContributionRecord record = _scenario.ContributionOf(Attacker, 1);
        Assert.Equal(ContributionStatus.Out, record.Status);
        Assert.Equal(BondState.Forfeited, record.Bond);
        Assert.Equal(reason, record.Reason);
    }
}
