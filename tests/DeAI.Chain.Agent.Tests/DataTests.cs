using DeAI.Chain.Agent.Data;
using DeAI.Chain.Learning;
using DeAI.Chain.Learning.Data;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Tests;

public sealed class DataTests
{
    private static readonly DataLayout Layout = new(2, 4, 1024);

    [Fact]
    public void Create_SameSecret_SameBlocks_OtherSecret_OtherOrderAndSalts()
    {
        EncodedFlights rows = Flights.Training("phx");
        MemberData first = MemberData.Create(rows, Secret("a"), Layout).Value;
        MemberData again = MemberData.Create(rows, Secret("a"), Layout).Value;
        MemberData other = MemberData.Create(rows, Secret("b"), Layout).Value;

        Assert.Equal(first.Training.Root, again.Training.Root);
        Assert.Equal(first.Holdouts[1].Root, again.Holdouts[1].Root);
        Assert.NotEqual(first.Training.Blocks[0], other.Training.Blocks[0]);
        Assert.NotEqual(first.Training.Salts[0], other.Training.Salts[0]);
    }

    [Fact]
    public void Create_EveryRow_IsInOneBlockOnly()
    {
        EncodedFlights rows = Flights.Training("phx");
        MemberData data = MemberData.Create(rows, Secret("a"), Layout).Value;

        int blocks = data.Training.Blocks.Length + data.Holdouts.Sum(static group => group.Blocks.Length);
        Assert.Equal(rows.Count, (blocks * ModelSpecification.BatchRows) + data.UnusedRows);
        Assert.Equal(2, data.Holdouts.Length);
        long sum = data.Training.Blocks.Concat(data.Holdouts.SelectMany(static group => group.Blocks))
            .Sum(static block => Enumerable.Range(0, ModelSpecification.BatchRows).Sum(row => (long)block.Delay(row)));
        long all = 0;
        foreach (int delay in rows.DelayMinutes)
        {
            all += delay;
        }

        Assert.InRange(all - sum, data.UnusedRows * (long)FlightFeatureEncoder.MinDelayLabel, data.UnusedRows * (long)FlightFeatureEncoder.MaxDelayLabel);
        Assert.Equal(blocks, data.Training.Salts.Concat(data.Holdouts.SelectMany(static group => group.Salts)).Distinct().Count());
    }

    [Fact]
    public void Prove_EveryHoldoutBlock_VerifiesUnderItsRoot()
    {
        SaltedBlocks group = MemberData.Create(Flights.Training("phx"), Secret("a"), Layout).Value.Holdouts[0];

        for (int i = 0; i < group.Blocks.Length; i++)
        {
            Assert.True(group.Prove(i).Verify(group.Root, group.Blocks[i].SaltedLeaf(group.Salts[i])));
        }

        Assert.Equal(Opening.DataRoot(group.Blocks.AsSpan(), group.Salts.AsSpan()), group.Root);
    }

    [Fact]
    public void Create_TooManyHoldouts_NamesTheNeed()
    {
        Result<MemberData> data = MemberData.Create(Flights.Training("phx"), Secret("a"), new DataLayout(50, 4, 1024));

        Assert.Equal(AgentErrors.TooFewRows, data.Refusal?.Code);
        Assert.Contains("201", data.Refusal!.Detail);
    }

    [Theory]
    [InlineData("day,delay,distance,origin,destination\n", "flight.bad_header", "row 1")]
    [InlineData(FlightCsv.Header + "\n2001-01-01T10:00,5,100,ORD,DFW\n2001-01-01T25:00,5,100,ORD,DFW\n", "flight.bad_date", "row 3")]
    [InlineData(FlightCsv.Header + "\n2001-01-01T10:00,x,100,ORD,DFW\n", "flight.bad_delay", "row 2")]
    [InlineData(FlightCsv.Header + "\n2001-01-01T10:00,5,100,ORD\n", "flight.wrong_column_count", "row 2")]
    [InlineData(FlightCsv.Header + "\n", "flight.no_rows", "")]
    public async Task Read_BadFile_NamesFileRowAndReason(string text, string code, string place)
    {
        string path = Path.Combine(Path.GetTempPath(), $"deai-{Guid.NewGuid():N}.csv");
        await File.WriteAllTextAsync(path, text);
        try
        {
            Refusal? refusal = (await FlightFile.ReadAsync(path, CancellationToken.None)).Refusal;

            Assert.Equal(code, refusal?.Code.Value);
            Assert.Contains(path, refusal!.Detail);
            Assert.Contains(place, refusal.Detail);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Read_MissingOrDamagedFile_IsRefused()
    {
        Assert.Equal(AgentErrors.UnreadableFile, (await FlightFile.ReadAsync("/nowhere/flights.csv", CancellationToken.None)).Refusal?.Code);
        string path = Path.Combine(Path.GetTempPath(), $"deai-{Guid.NewGuid():N}.csv.gz");
        await File.WriteAllTextAsync(path, "no gzip");
        try
        {
            Assert.Equal(AgentErrors.UnreadableFile, (await FlightFile.ReadAsync(path, CancellationToken.None)).Refusal?.Code);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Read_LaterMonths_AreNotTrainedOn()
    {
        Result<EncodedFlights> may = await FlightSource.ReadAsync(Flights.TestFile("phx"), new DateOnly(2001, 5, 1), CancellationToken.None);

        Assert.Equal(AgentErrors.TooFewRows, may.Refusal?.Code);
        Assert.Contains("trainBefore", may.Refusal!.Detail);
    }

    private static MemberSecret Secret(string name) => MemberSecret.Of(TestAccount.KeyOf(name));
}
