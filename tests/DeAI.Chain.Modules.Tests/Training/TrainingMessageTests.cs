using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Modules.Training;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Modules.Training.Messages;
using DeAI.Chain.Modules.Training.Queries;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Tests.Training;

public sealed class TrainingMessageTests
{
    private readonly TrainingScenario _scenario = new TrainingScenario().Propose();

    private TestMember Member => _scenario.First;

    [Fact]
    public void Commit_WhatDoesNotFit_IsRefused()
    {
        _scenario.Register(_scenario.First, _scenario.Second);
        Commit early = new(_scenario.Task, 1, TrainingScenario.Schema, TrainingScenario.Schema, TrainingScenario.Schema);
        Refuse(Modules.Federation.Errors.WrongPhase, Commit.Type, early);
        _scenario.WaitFor(RoundPhase.Commit);
        _scenario.Chain.Drop(Errors.BadCommitment, Member.Account, ModuleIds.Training, Commit.Type, early with { ResultDigest = default });
        Refuse(Modules.Federation.Errors.NotRegistered, Commit.Type, early, _scenario.Members[2].Account);
        Refuse(Modules.Federation.Errors.NotYourContribution, Commit.Type, early, _scenario.Chain["colleague"]);
        _scenario.Chain.Apply(Member.Account, ModuleIds.Training, Commit.Type, early);
        Refuse(Errors.AlreadyCommitted, Commit.Type, early);
    }

    [Fact]
    public void Open_WhatDoesNotFit_IsRefusedAndCostsNothing()
    {
        TrainingRun run = CommitAll()[0];
        Open good = _scenario.OpeningOf(Member, run);
        Refuse(Errors.WrongWork, Open.Type, good with { Products = 1 });
        Assert.Equal(BondState.Held, _scenario.ContributionOf(Member).Bond);
        _scenario.Open(Member, good);
        Refuse(Errors.AlreadyOpened, Open.Type, good);
    }

    [Fact]
    public void Reveal_WhatDoesNotFit_IsRefused()
    {
        _scenario.TrainHonestly(_scenario.First, _scenario.Second);
        _scenario.WaitFor(RoundPhase.Holdout);
        RevealHoldout good = _scenario.RevealOf(Member);
        Refuse(Errors.WrongHoldout, RevealHoldout.Type, good with { Blocks = default });
        int chosen = (int)good.Blocks[0].Path.Index;
        Refuse(Errors.WrongHoldout, RevealHoldout.Type, good with { Blocks = Member.Reveal([(chosen + 1) % 3]) });
        RevealedBlock forged = good.Blocks[0] with { Block = TestMember.Block(99) };
        Refuse(Errors.WrongHoldout, RevealHoldout.Type, good with { Blocks = [forged] });
        _scenario.Reveal(Member);
        Refuse(Errors.AlreadyRevealed, RevealHoldout.Type, good);
    }

    [Fact]
    public void Reveal_ByARefusedMember_IsRefused()
    {
        TrainingRun[] runs = CommitAll();
        Open lie = _scenario.OpeningOf(Member, runs[0]) with { Salt = default };
        Assert.Equal(TrainingErrors.WrongUpdateHash, _scenario.Open(Member, lie).Reason);
        _scenario.Open(_scenario.Second, runs[1]);
        _scenario.Open(_scenario.Members[2], runs[2]);
        _scenario.WaitFor(RoundPhase.Holdout);
        Refuse(Errors.NotAccepted, RevealHoldout.Type, _scenario.RevealOf(Member));
    }

    [Fact]
    public void TryPrepareReplay_ArrivingOpening_IsTheReplayThatTheBlockAsksFor()
    {
        List<Hash256> asked = [];
        RecordingVerifier verifier = new(asked);
        TrainingModule training = ModuleCatalog.Create(verifier, TrainingScenario.Backend).Training;
        TrainingRun run = CommitAll()[0];
        Open good = _scenario.OpeningOf(Member, run);
        ReplayTask task = training.TryPrepareReplay(BodyOf(good, Open.Type), _scenario.Chain.State)!;
        Assert.True(new DirectVerifier(TrainingScenario.Backend).Verify(task).IsOk);
        Assert.Null(training.TryPrepareReplay(BodyOf(good with { Salt = default }, Open.Type), _scenario.Chain.State));
        Assert.Null(training.TryPrepareReplay(BodyOf(good, Commit.Type), _scenario.Chain.State));

        // The same task by executing: a chain whose verifier notes what it is asked.
        ModuleTestChainOnVerifier(verifier, good, run);
        Assert.Equal(task.ContentHash, Assert.Single(asked));
        Assert.True(TrainingQueries.TryGetVerdict(_scenario.Chain.State, _scenario.KeyOf(Member), out _) is false);
    }

    private void ModuleTestChainOnVerifier(ITrainingVerifier verifier, Open message, TrainingRun run)
    {
        Ledger.State.StateOverlay overlay = new(_scenario.Chain.State);
        Ledger.Modules.IMessageHandler handler = ModuleCatalog.Create(verifier, TrainingScenario.Backend).Training.Handlers[1];
        Ledger.Modules.IBoundMessage bound = ModuleTestChain.Required(handler.Bind(Primitives.Encoding.Canonical.Encode(message)));
        Ledger.Modules.BlockInfo block = new(
            _scenario.Chain.Chain, default, _scenario.Chain.Height.Next, TrainingScenario.Schema, new OrganisationId(1), Rules: 1);
        Ledger.Modules.ApplyContext context = new(overlay, block, Member.Account.Id, TrainingScenario.Schema);
        Assert.True(bound.Check(context.AsRead()).IsOk);
        bound.Apply(context);
        Assert.Equal(Errors.Accepted, context.Verdict);
        Assert.Equal(run.Update.Hash.ToString(), context.Events[0].Attributes[3].Value);
    }

    private TransactionBody BodyOf(Open message, ushort type) => new(
        _scenario.Chain.Chain,
        Member.Account.Id,
        Member.Account.Key.PublicKey,
        1,
        new Height(100),
        Credits.Zero,
        ModuleIds.Training,
        type,
        new Blob(Primitives.Encoding.Canonical.Encode(message)));

    private TrainingRun[] CommitAll()
    {
        _scenario.Register(_scenario.Members);
        _scenario.WaitFor(RoundPhase.Commit);
        TrainingRun[] runs = [.. _scenario.Members.Select(_scenario.Train)];
        for (int i = 0; i < runs.Length; i++)
        {
            _scenario.Commit(_scenario.Members[i], runs[i]);
        }

        _scenario.WaitFor(RoundPhase.Open);
        return runs;
    }

    private void Refuse<TMessage>(ReasonCode reason, ushort type, TMessage message, TestAccount? from = null)
        where TMessage : Primitives.Encoding.ICanonical<TMessage> =>
        _scenario.Chain.Refuse(reason, from ?? Member.Account, ModuleIds.Training, type, message);

    private sealed class RecordingVerifier(List<Hash256> asked) : ITrainingVerifier
    {
        private readonly DirectVerifier _direct = new(TrainingScenario.Backend);

        public Result<ReplayVerdict> Verify(ReplayTask task)
        {
            asked.Add(task.ContentHash);
            return _direct.Verify(task);
        }
    }
}
