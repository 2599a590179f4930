using DeAI.Chain.Compute;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Modules.Consent.Messages;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.Messages;
using DeAI.Chain.Modules.Federation.Queries;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Training;
using DeAI.Chain.Modules.Training.Messages;
using DeAI.Chain.Modules.Training.Queries;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Tests.Testing;

/// <summary>A task with members that train honestly unless a test makes them do otherwise.</summary>
public sealed class TrainingScenario
{
    public const string Purpose = "delay_prediction";
    public const ulong Bond = 5_000;
    public const ulong PerRound = 1_000_003;

    public static readonly Hash256 Schema = Sha256.Hash("schema"u8);

    private readonly List<TestMember> _members = [];

    public TrainingScenario(int members = 3)
    {
        TestGenesis genesis = new();
        genesis.AddMember("sponsor", Role.Sponsor);
        genesis.AddMember("approver", Role.Approver);
        genesis.AddMember("customer", Role.Customer);
        for (int i = 1; i <= members; i++)
        {
            _members.Add(new TestMember(genesis.AddMember($"member{i}", Role.Member), i));
        }

        genesis.AddAccount(_members[0].Account.Organisation, "colleague", Role.Member);
        Chain = new ModuleTestChain(genesis);
        foreach (TestMember member in _members)
        {
            Declare(member);
        }
    }

    public static ITensorBackend Backend { get; } = BackendSelector.Choose().Backend;

    public static ModelSpecification Model { get; } = ModelSpecification.Create([TestMember.Features, 16, 2], [new LearningRateStep(0, 16, 6)]);

    public static TaskTerms Terms { get; } = new(
        "Arrival delays",
        Purpose,
        Model,
        Schema,
        TestMember.Ranges,
        Sha256.Hash("weights"u8),
        new TrainingTerms(Rounds: 1, StepsPerRound: 12, CheckpointEvery: 5, MinContributors: 2, MaxContributors: 4, RowCap: 900, HoldoutBlocks: 1, Threshold: 0),
        new PhaseLengths(Registration: 6, SeedDelay: 2, Commit: 5, Open: 5, Holdout: 6),
        new RewardTerms(new Credits(Bond), new Credits(PerRound), 500_000, 400_000, 100_000, new Credits(1_001), 900_000));

    public ModuleTestChain Chain { get; }

    public IReadOnlyList<TestMember> Members => _members;

    public TestMember First => _members[0];

    public TestMember Second => _members[1];

    public Hash256 Task { get; set; }

    public TaskRecord Record => FederationQueries.TryGetTask(Chain.State, Task, out TaskRecord? record) ? record : throw new InvalidOperationException("no task");

    public uint Number => Record.Round;

    public RoundRecord Round => RoundOf(Number);

    public TestAccount Sponsor => Chain["sponsor"];

    public RoundRecord RoundOf(uint number) =>
        FederationQueries.TryGetRound(Chain.State, Task, number, out RoundRecord? round) ? round : throw new InvalidOperationException("no round");

    public ContributionKey KeyOf(TestMember member, uint? round = null) => new(Task, round ?? Number, member.Account.Organisation);

    public ContributionRecord ContributionOf(TestMember member, uint? round = null) =>
        FederationQueries.TryGetContribution(Chain.State, KeyOf(member, round), out ContributionRecord? record)
            ? record
            : throw new InvalidOperationException("no contribution");

    public Credits HeldBy(TestAccount account) => Modules.Accounts.Queries.AccountsQueries.HeldBy(Chain.State, account.Id);

    public void Declare(TestMember member)
    {
        member.DataSet = Chain.Apply(
            member.Account,
            ModuleIds.Consent,
            DeclareDataSet.Type,
            new DeclareDataSet(Schema, member.DataRoot, (uint)member.Blocks.Length, "demo"));
        Chain.Apply(
            member.Account, ModuleIds.Consent, GiveConsent.Type, new GiveConsent(member.DataSet, Purpose, default, new Height(5_000)));
    }

    public void Revoke(TestMember member) =>
        Chain.Apply(member.Account, ModuleIds.Consent, RevokeConsent.Type, new RevokeConsent(member.DataSet, Purpose, default));

    public TrainingScenario Propose(TaskTerms? terms = null)
    {
        Task = Chain.Apply(Sponsor, ModuleIds.Federation, ProposeTask.Type, new ProposeTask(terms ?? Terms));
        return this;
    }

    public Register RegistrationOf(TestMember member) => new(
        Task, Number, member.DataSet, member.DataRoot, (uint)member.Blocks.Length, member.HoldoutRoot, (uint)member.HoldoutBlocks.Length);

    public void Register(params IReadOnlyList<TestMember> members) =>
        ApplyAll([.. members.Select(member => TestMessage.Of(member.Account, ModuleIds.Federation, Modules.Federation.Messages.Register.Type, RegistrationOf(member)))]);

    /// <summary>Empty blocks until the next message runs in this phase.</summary>
    public void WaitFor(RoundPhase phase)
    {
        for (int i = 0; i < 100 && Round.Phase != phase; i++)
        {
            Chain.Advance();
        }

        Assert.Equal(phase, Round.Phase);
    }

    /// <summary>Empty blocks until this round is over.</summary>
    public RoundRecord Finish()
    {
        uint number = Number;
        for (int i = 0; i < 100 && !RoundOf(number).IsOver; i++)
        {
            Chain.Advance();
        }

        return RoundOf(number);
    }

    public TrainingPlan PlanOf(TestMember member) =>
        new(ContributionOf(member).Seed, Record.StepsDone, Record.Terms.Training.StepsPerRound, Record.Terms.Training.CheckpointEvery);

    public ModelWeights Start => Record.Latest.IsDefault
        ? InitialWeights.From(Record.Terms.Model, Record.Terms.WeightsSeed)
        : Modules.Models.Queries.ModelsQueries.WeightsOf(Chain.State, Record.Latest)!;

    public TrainingRun Train(TestMember member) => Trainer.Run(Model, Backend, Start, PlanOf(member), member.Blocks);

    public Commit CommitmentOf(TestMember member, TrainingRun run) => new(
        Task, Number, run.Transcript.Root, run.Transcript.Leaves[^1].State, UpdateCommitment.Of(KeyOf(member), member.UpdateSalt, run.Update.Hash));

    public Open OpeningOf(TestMember member, TrainingRun run) => new(
        Task, Number, Record.Terms.ReplayProducts, member.UpdateSalt, run.Update, Opening.Of(run, PlanOf(member), member.Blocks, member.Salts));

    public void Commit(TestMember member, TrainingRun run) =>
        Chain.Apply(member.Account, ModuleIds.Training, Modules.Training.Messages.Commit.Type, CommitmentOf(member, run));

    public Receipt Open(TestMember member, TrainingRun run) => Open(member, OpeningOf(member, run));

    public Receipt Open(TestMember member, Open message)
    {
        Receipt receipt = Chain.Send(member.Account, ModuleIds.Training, Modules.Training.Messages.Open.Type, message);
        Assert.True(receipt.Status == ReceiptStatus.Applied, $"the opening was refused: {receipt.Reason}");
        return receipt;
    }

    public RevealHoldout RevealOf(TestMember member)
    {
        ContributionRow row = new(KeyOf(member), ContributionOf(member));
        return new RevealHoldout(Task, Number, member.Reveal(TrainingQueries.ChosenHoldout(Round, Record.Terms, row)));
    }

    public void Reveal(params IReadOnlyList<TestMember> members) =>
        ApplyAll([.. members.Select(member => TestMessage.Of(member.Account, ModuleIds.Training, RevealHoldout.Type, RevealOf(member)))]);

    /// <summary>From a proposed task to accepted openings, all honest.</summary>
    public void TrainHonestly(params IReadOnlyList<TestMember> members)
    {
        Register(members);
        WaitFor(RoundPhase.Commit);
        TrainingRun[] runs = [.. members.Select(Train)];
        ApplyAll([.. members.Select((member, i) =>
            TestMessage.Of(member.Account, ModuleIds.Training, Modules.Training.Messages.Commit.Type, CommitmentOf(member, runs[i])))]);
        WaitFor(RoundPhase.Open);
        for (int i = 0; i < members.Count; i++)
        {
            Assert.Equal(Modules.Training.Errors.Accepted, Open(members[i], runs[i]).Reason);
        }
    }

    /// <summary>A whole honest round with every member.</summary>
    /// <returns>The version's id.</returns>
    public Hash256 CompleteRound()
    {
        TrainHonestly(_members);
        WaitFor(RoundPhase.Holdout);
        Reveal(_members);
        RoundRecord round = Finish();
        Assert.Equal(RoundPhase.Completed, round.Phase);
        return round.Version;
    }

    public void ApplyAll(IReadOnlyList<TestMessage> messages)
    {
        foreach (Receipt receipt in Chain.Block(messages))
        {
            Assert.True(receipt.Status == ReceiptStatus.Applied, $"refused: {receipt.Reason}");
        }
    }
}
