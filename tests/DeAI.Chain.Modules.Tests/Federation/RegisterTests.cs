using DeAI.Chain.Modules.Consent.Messages;
using DeAI.Chain.Modules.Federation;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.Messages;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Tests.Federation;

public sealed class RegisterTests
{
    private readonly TrainingScenario _scenario = new TrainingScenario().Propose(
        TrainingScenario.Terms with { Training = TrainingScenario.Terms.Training with { MaxContributors = 2 }, Phases = TrainingScenario.Terms.Phases with { Registration = 40 } });

    private TestMember Member => _scenario.First;

    private Register Good => _scenario.RegistrationOf(Member);

    [Fact]
    public void Register_GoodData_LocksBondAndCostsNoFee()
    {
        Credits before = _scenario.HeldBy(Member.Account);
        _scenario.Register(Member);
        Assert.Equal(new Credits(TrainingScenario.Bond), before - _scenario.HeldBy(Member.Account));
        Assert.Equal(ContributionStatus.Registered, _scenario.ContributionOf(Member).Status);
        Assert.Equal(1, _scenario.Round.Registered);
    }

    [Fact]
    public void Register_Seeds_DependOnMemberAndAppearOnlyAfterTheDelay()
    {
        _scenario.Register(_scenario.First, _scenario.Second);
        _scenario.WaitFor(RoundPhase.Seed);
        ulong closed = _scenario.Chain.Height.Value;
        Assert.True(_scenario.ContributionOf(_scenario.First).Seed.IsDefault);
        _scenario.WaitFor(RoundPhase.Commit);
        Assert.Equal(closed + 2, _scenario.Chain.Height.Value);
        ContributionRecord first = _scenario.ContributionOf(_scenario.First);
        Assert.Equal(RoundSeed.Of(_scenario.Chain.Last.Beacon, _scenario.KeyOf(_scenario.First), first.DataRoot), first.Seed);
        Assert.NotEqual(first.Seed, _scenario.ContributionOf(_scenario.Second).Seed);
    }

    [Fact]
    public void Register_WrongTaskRoundOrPhase_IsRefused()
    {
        Refuse(Errors.UnknownTask, Good with { Task = TrainingScenario.Schema });
        Refuse(Errors.WrongRound, Good with { Round = 2 });
        _scenario.Register(_scenario.First, _scenario.Second);
        _scenario.WaitFor(RoundPhase.Seed);
        Refuse(Errors.WrongPhase, _scenario.RegistrationOf(_scenario.Members[2]), _scenario.Members[2].Account);
    }

    [Fact]
    public void Register_WrongSender_IsRefused()
    {
        Refuse(Modules.Registry.Errors.MissingRole, Good, _scenario.Sponsor);
        Refuse(Errors.NotYourData, _scenario.RegistrationOf(_scenario.Second));
        _scenario.Register(Member);
        Refuse(Errors.AlreadyRegistered, Good);
        Refuse(Errors.AlreadyRegistered, Good, _scenario.Chain["colleague"]);
        _scenario.Register(_scenario.Second);
        Refuse(Errors.RoundFull, _scenario.RegistrationOf(_scenario.Members[2]), _scenario.Members[2].Account);
    }

    [Fact]
    public void Register_WrongData_IsRefused()
    {
        Refuse(Errors.WrongDataRoot, Good with { DataRoot = TrainingScenario.Schema });
        Refuse(Errors.WrongDataRoot, Good with { DataBlocks = 3 });
        Hash256 other = _scenario.Chain.Apply(
            Member.Account, ModuleIds.Consent, DeclareDataSet.Type, new DeclareDataSet(_scenario.Task, Member.DataRoot, 4, "demo"));
        Refuse(Modules.Consent.Errors.NotGiven, Good with { DataSet = other });
        _scenario.Chain.Apply(
            Member.Account, ModuleIds.Consent, GiveConsent.Type, new GiveConsent(other, TrainingScenario.Purpose, _scenario.Task, new Height(5_000)));
        Refuse(Errors.WrongSchema, Good with { DataSet = other });
        Refuse(Modules.Consent.Errors.UnknownDataSet, Good with { DataSet = TrainingScenario.Schema });
        _scenario.Revoke(Member);
        Refuse(Modules.Consent.Errors.Revoked, Good);
    }

    [Fact]
    public void Register_WrongHoldout_IsRefused()
    {
        Refuse(Errors.BadHoldout, Good with { HoldoutBlocks = 0 });
        _scenario.Chain.Drop(Errors.BadHoldout, Member.Account, ModuleIds.Federation, Register.Type, Good with { HoldoutRoot = Good.DataRoot });
        _scenario.Chain.Drop(Errors.TooManyBlocks, Member.Account, ModuleIds.Federation, Register.Type, Good with { DataBlocks = 1025 });
        _scenario.Register(_scenario.Second);
        Refuse(Errors.HoldoutReused, Good with { HoldoutRoot = _scenario.Second.HoldoutRoot });
    }

    [Fact]
    public void Register_WithoutCredits_IsRefused()
    {
        Credits all = _scenario.HeldBy(Member.Account);
        _scenario.Chain.Apply(
            Member.Account,
            ModuleIds.Accounts,
            Modules.Accounts.Messages.Transfer.Type,
            new Modules.Accounts.Messages.Transfer(_scenario.Sponsor.Id, all - new Credits(TrainingScenario.Bond)));
        Refuse(Errors.InsufficientCredits, Good);
    }

    private void Refuse(ReasonCode reason, Register message, TestAccount? from = null) =>
        _scenario.Chain.Refuse(reason, from ?? Member.Account, ModuleIds.Federation, Register.Type, message);
}
