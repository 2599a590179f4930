using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Federation;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.Messages;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Tests.Federation;

public sealed class ProposeTaskTests
{
    private readonly TrainingScenario _scenario = new(2);

    [Fact]
    public void ProposeTask_GoodTerms_LocksAllRewardsAndOpensRoundOne()
    {
        Credits before = _scenario.HeldBy(_scenario.Sponsor);
        TaskTerms terms = TrainingScenario.Terms with { Training = TrainingScenario.Terms.Training with { Rounds = 3 } };
        _scenario.Propose(terms);
        Assert.Equal(RoundPhase.Registration, _scenario.Round.Phase);
        Assert.Equal(new Credits(3 * TrainingScenario.PerRound), Modules.Accounts.Queries.AccountsQueries.DepositOf(_scenario.Chain.State, DepositIds.EscrowOf(_scenario.Task))!.Amount);
        Assert.True(before - _scenario.HeldBy(_scenario.Sponsor) > new Credits(3 * TrainingScenario.PerRound));
        Assert.Equal(terms, _scenario.Record.Terms);
    }

    [Fact]
    public void ProposeTask_BadTerms_AreLetIntoNoBlock()
    {
        TaskTerms good = TrainingScenario.Terms;
        TaskTerms[] bad =
        [
            good with { Name = " " },
            good with { Purpose = "Delay Prediction" },
            good with { DataSchema = default },
            good with { WeightsSeed = default },
            good with { Ranges = RowSchema.Uniform(4, -1, 1, 0, 1) },
            good with { Ranges = RowSchema.Uniform(TestMember.Features, 1, -1, 0, 1) },
            good with { Training = good.Training with { Rounds = 0 } },
            good with { Training = good.Training with { MinContributors = 1 } },
            good with { Training = good.Training with { MaxContributors = 7 } },
            good with { Training = good.Training with { MinContributors = 4, MaxContributors = 3 } },
            good with { Training = good.Training with { RowCap = 255 } },
            good with { Training = good.Training with { HoldoutBlocks = 5 } },
            good with { Training = good.Training with { Threshold = -1 } },
            good with { Phases = good.Phases with { SeedDelay = 1 } },
            good with { Phases = good.Phases with { Commit = 0 } },
            good with { Phases = good.Phases with { Open = PhaseLengths.Max + 1 } },
            good with { Reward = good.Reward with { WorkParts = 500_001 } },
            good with { Reward = good.Reward with { ContributorParts = 1_000_001 } },
            good with { Reward = good.Reward with { PerRound = new Credits(ulong.MaxValue) } },
            good with { Reward = good.Reward with { Bond = new Credits(ulong.MaxValue) } },
        ];
        foreach (TaskTerms terms in bad)
        {
            _scenario.Chain.Drop(Errors.BadTerms, _scenario.Sponsor, ModuleIds.Federation, ProposeTask.Type, new ProposeTask(terms));
        }

        TaskTerms model = good with { Model = good.Model with { HuberDelta = 0 } };
        _scenario.Chain.Drop(TrainingErrors.BadSpecification, _scenario.Sponsor, ModuleIds.Federation, ProposeTask.Type, new ProposeTask(model));
        TaskTerms plan = good with { Training = good.Training with { StepsPerRound = 0 } };
        _scenario.Chain.Drop(TrainingErrors.BadPlan, _scenario.Sponsor, ModuleIds.Federation, ProposeTask.Type, new ProposeTask(plan));
    }

    [Fact]
    public void ProposeTask_WhatTheStateForbids_IsRefused()
    {
        TaskTerms good = TrainingScenario.Terms;
        Refuse(Modules.Registry.Errors.MissingRole, _scenario.First.Account, good);
        Refuse(Errors.BondTooLow, _scenario.Sponsor, good with { Reward = good.Reward with { Bond = new Credits(99) } });
        Refuse(Errors.InsufficientCredits, _scenario.Sponsor, good with { Reward = good.Reward with { PerRound = new Credits(2_000_000_000) } });
        ModelSpecification large = ModelSpecification.Create([256, 256, 256, 2], [new LearningRateStep(0, 16, 6)]);
        TaskTerms work = good with
        {
            Model = large,
            Ranges = RowSchema.Uniform(256, -127, 127, -120, 240),
            Training = good.Training with { StepsPerRound = 1000, CheckpointEvery = 100 },
        };
        Refuse(Errors.TooMuchWork, _scenario.Sponsor, work);
    }

    private void Refuse(ReasonCode reason, TestAccount from, TaskTerms terms) =>
        _scenario.Chain.Refuse(reason, from, ModuleIds.Federation, ProposeTask.Type, new ProposeTask(terms));
}
