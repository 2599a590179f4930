using System.Text.Json.Nodes;
using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Modules.Consent.Messages;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.Messages;
using DeAI.Chain.Modules.Models.Messages;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Modules.Training.Messages;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Tests.Federation;

/// <summary>Members that do anything at any time: the harness checks every invariant of every module after every block.</summary>
public sealed class RandomRoundsTests
{
    private const int Blocks = 150;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void RandomMessages_OverManyRounds_KeepEveryInvariantAndReplay(int seed)
    {
        Random random = new(seed);
        TrainingScenario scenario = new(4);
        scenario.Propose(TrainingScenario.Terms with
        {
            Training = TrainingScenario.Terms.Training with { Rounds = 6 },
            Phases = new PhaseLengths(4, 2, 4, 4, 3),
        });
        for (int block = 0; block < Blocks; block++)
        {
            List<TestMessage> messages = [];
            foreach (TestMember member in scenario.Members)
            {
                if (random.Next(3) > 0 && Next(random, scenario, member) is { } message)
                {
                    messages.Add(message);
                }
            }

            scenario.Chain.Block(messages);
        }

        Assert.Contains(scenario.Chain.Events, e => string.Equals(e.Name, "federation.round_completed", StringComparison.Ordinal));
        Assert.Contains(scenario.Chain.Events, e => string.Equals(e.Name, "training.refused", StringComparison.Ordinal));
        scenario.Chain.Replay();
    }

    [Theory]
    [InlineData("federation")]
    [InlineData("training")]
    [InlineData("contribution")]
    [InlineData("models")]
    public void Genesis_SectionWithMembers_IsRefused(string module)
    {
        TestGenesis genesis = new TestGenesis().Section(module, new JsonObject { ["tasks"] = 1 });
        Result<GenesisDocument> document = GenesisDocument.Parse(genesis.ToJson());
        Ledger.Execution.CatalogIndex catalog = new(ModuleTestChain.CreateCatalog());
        Assert.False(GenesisState.Build(document.Value, catalog).IsOk);
    }

    private static TestMessage? Next(Random random, TrainingScenario scenario, TestMember member)
    {
        if (random.Next(40) == 0)
        {
            return Message(member, ModuleIds.Consent, RevokeConsent.Type, new RevokeConsent(member.DataSet, TrainingScenario.Purpose, default));
        }

        if (random.Next(25) == 0)
        {
            return Message(
                member,
                ModuleIds.Consent,
                GiveConsent.Type,
                new GiveConsent(member.DataSet, TrainingScenario.Purpose, scenario.Task, new Height(scenario.Chain.Height.Value + 200)));
        }

        if (!scenario.Record.Latest.IsDefault && random.Next(6) == 0)
        {
            return Question(random, scenario, member);
        }

        bool registered = Modules.Federation.Queries.FederationQueries.TryGetContribution(scenario.Chain.State, scenario.KeyOf(member), out ContributionRecord? record);
        switch (scenario.Round.Phase)
        {
            case RoundPhase.Registration:
                member.Renew(random.Next(1_000_000));
                return Message(member, ModuleIds.Federation, Register.Type, scenario.RegistrationOf(member));
            case RoundPhase.Commit when registered:
                return Message(member, ModuleIds.Training, Commit.Type, scenario.CommitmentOf(member, scenario.Train(member)));
            case RoundPhase.Open when registered && record!.Status is ContributionStatus.Committed:
                Open opening = scenario.OpeningOf(member, scenario.Train(member));
                return Message(member, ModuleIds.Training, Open.Type, random.Next(5) == 0 ? opening with { Salt = default } : opening);
            case RoundPhase.Holdout when registered:
                return Message(member, ModuleIds.Training, RevealHoldout.Type, scenario.RevealOf(member));
            default:
                return null;
        }
    }

    private static TestMessage Question(Random random, TrainingScenario scenario, TestMember member)
    {
        Hash256 version = scenario.Record.Latest;
        return random.Next(3) switch
        {
            0 => TestMessage.Of(scenario.Chain["approver"], ModuleIds.Models, Approve.Type, new Approve(version)),
            1 when random.Next(3) == 0 => TestMessage.Of(scenario.Chain["approver"], ModuleIds.Models, Suspend.Type, new Suspend(version)),
            _ => Message(member, ModuleIds.Models, Predict.Type, new Predict(version, new Blob(new byte[TestMember.Features]), new Credits(2_000))),
        };
    }

    private static TestMessage Message<TMessage>(TestMember member, ModuleId module, ushort type, TMessage message)
        where TMessage : ICanonical<TMessage> => TestMessage.Of(member.Account, module, type, message);
}
