using DeAI.Chain.Agent.Rounds;
using DeAI.Chain.Agent.Sabotage;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Tests;

public sealed class ConfigurationTests
{
    private const string Minimal =
        """
        {
          // a member at Chicago
          "nodes": ["https://localhost:7001"],
          "genesis": "genesis.json",
          "keystore": "keystore.json",
          "data": "flights.csv.gz",
          "stateDirectory": "state",
          "purpose": "delay_prediction"MORE
        }
        """;

    [Fact]
    public void Parse_Minimal_HasDefaults()
    {
        AgentConfiguration configuration = Parse(string.Empty).Value;

        Assert.Equal(new DateOnly(2001, 5, 1), configuration.TrainBefore);
        Assert.Equal(SabotageKind.None, configuration.Sabotage);
        Assert.True(configuration.VerifyReads);
    }

    [Fact]
    public void Parse_Drill_IsReadByName() => Assert.Equal(SabotageKind.SkippedStep, Parse(", \"sabotage\": \"skipped_step\"").Value.Sabotage);

    [Theory]
    [InlineData(", \"purpos\": \"x\"", "purpos")]
    [InlineData(", \"holdoutBlocksPerRound\": 0", "holdoutBlocksPerRound")]
    [InlineData(", \"task\": \"12\"", "task")]
    [InlineData(", \"sabotage\": \"shout\"", "sabotage")]
    [InlineData(", \"purpose\": \"\"", "purpose")]
    public void Parse_Mistake_NamesTheKey(string more, string named)
    {
        Refusal? refusal = Parse(more).Refusal;

        Assert.Equal(AgentErrors.BadConfiguration, refusal?.Code);
        Assert.Contains(named, refusal!.Detail);
    }

    [Fact]
    public void Load_MissingFile_IsRefused() => Assert.Equal(AgentErrors.BadConfiguration, AgentConfiguration.Load("/nowhere/agent.json").Refusal?.Code);

    [Fact]
    public void Journal_IsKeptAndADamagedOneIsNamed()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("deai-journal-");
        try
        {
            AgentJournal journal = AgentJournal.Open(folder.FullName).Value;
            journal.PutDataSet(DemoTask.WeightsSeed, DemoTask.Model.Id);
            journal.PutReported(DemoTask.WeightsSeed, 3);

            AgentJournal again = AgentJournal.Open(folder.FullName).Value;
            Assert.True(again.TryGetDataSet(DemoTask.WeightsSeed, out Hash256 id));
            Assert.Equal(DemoTask.Model.Id, id);
            Assert.Equal(3u, again.ReportedUpTo(DemoTask.WeightsSeed));

            File.WriteAllText(Path.Combine(folder.FullName, AgentJournal.FileName), "{");
            Assert.Equal(AgentErrors.BadJournal, AgentJournal.Open(folder.FullName).Refusal?.Code);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Result<AgentConfiguration> Parse(string more) =>
        AgentConfiguration.Parse(Minimal.Replace("MORE", more, StringComparison.Ordinal), "agent.json");
}
