using DeAI.Chain.Agent;
using DeAI.Chain.Api.Services;
using DeAI.Chain.Api.Translation;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Grpc;
using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Contribution.Contracts;
using DeAI.Chain.Modules.Contribution.Queries;
using DeAI.Chain.Modules.Federation.Messages;
using DeAI.Chain.Node.Configuration;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>Inputs that once found something.</summary>
public sealed class RegressionTests
{
    /// <summary>Found 2026-11-22: printing what was read asked for the first of no widths, and for a product beyond 64 bits.</summary>
    [Fact]
    public void ProposeTask_ModelWithoutMeaning_CanBeShownBeforeItIsChecked()
    {
        SeedMaker maker = new(new Random(5));
        ProposeTask sound = (ProposeTask)maker.Make(typeof(ProposeTask));
        foreach (Sequence<int> widths in (Sequence<int>[])[default, [int.MaxValue, int.MaxValue, int.MaxValue], [int.MinValue, 5]])
        {
            ProposeTask hostile = sound with
            {
                Terms = sound.Terms with { Model = sound.Terms.Model with { Widths = widths }, Training = sound.Terms.Training with { StepsPerRound = int.MaxValue } },
            };
            ProposeTask read = Canonical.Decode<ProposeTask>(Canonical.Encode(hostile)).Value;
            Assert.Equal(hostile, read);
            Assert.NotEmpty(read.ToString());
            Assert.False(read.Terms.Model.Validate().IsOk);
        }

        Assert.Equal(long.MaxValue, ReplayCost.MultiplyAccumulates(sound.Terms.Model with { Widths = [int.MaxValue, int.MaxValue] }, int.MaxValue, 256));
    }

    /// <summary>Found 2026-11-22: the count of leaves divided by the interval before anybody had looked at it.</summary>
    [Fact]
    public void TrainingPlan_WithoutAnInterval_IsRefusedAndHasNoLeaves()
    {
        TrainingPlan plan = new(new Hash256([.. Enumerable.Repeat((byte)1, 32)]), 0, 5, 0);
        Assert.Equal(0, plan.LeafCount);
        Assert.Equal(TrainingErrors.BadPlan, plan.Validate().Refusal?.Code);
        Assert.NotEmpty(plan.ToString());
    }

    /// <summary>Found 2026-11-22: a cursor of a million points was cut into a million texts before its length was looked at.</summary>
    [Fact]
    public void BlockCursor_AsLongAsARequest_IsRefusedForNothing()
    {
        string text = new('.', 1 << 20);
        Assert.Throws<GrpcException>(() => BlockCursor.Parse(text));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<GrpcException>(() => BlockCursor.Parse(text));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 10);
    }

    /// <summary>Found 2026-11-22: a subscription kept names of any length for as long as it lasted.</summary>
    [Fact]
    public void BlockFilter_NamesOfAnyLength_AreRefused()
    {
        TransactionTranslation names = new(new CatalogIndex(ModuleCatalog.Create()));
        Filter filter = new() { Events = { new string('e', 129) } };
        Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<GrpcException>(() => new BlockFilter(names, filter)).Code);
        Assert.NotNull(new BlockFilter(names, new Filter { Modules = { new string('m', 128) } }));
    }

    /// <summary>Found 2026-11-22: the sum of two payments was taken in 64 bits to be shown.</summary>
    [Fact]
    public void StateDescription_SharePaidBeyondAllCredits_IsDescribed()
    {
        ScoreRecord score = (ScoreRecord)new SeedMaker(new Random(1)).Make(typeof(ScoreRecord)) with { WorkPaid = new Credits(ulong.MaxValue), QualityPaid = new Credits(ulong.MaxValue) };
        string text = StateDescription.Of(new Blob(ContributionQueries.ShareKey(default, 1, new OrganisationId(1))), new Blob(Canonical.Encode(score)));
        Assert.Contains("36893488147419103230 credits", text, StringComparison.Ordinal);
    }

    /// <summary>Found 2026-11-22: a refusal quoted the whole file.</summary>
    [Fact]
    public void AgentConfiguration_UnknownKeyOfAnyLength_IsQuotedInPart()
    {
        Refusal? refusal = AgentConfiguration.Parse("{ \"" + new string('k', 100_000) + "\": 1 }", "agent.json").Refusal;
        Assert.Equal(AgentErrors.BadConfiguration, refusal?.Code);
        Assert.InRange(refusal!.Detail.Length, 1, 600);
    }

    /// <summary>Found 2026-11-22: an escaped half of a character came out of the loader as an exception.</summary>
    [Fact]
    public void NodeConfiguration_EscapedLoneSurrogate_IsRefused()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("deai-fuzzing-").FullName, "node.json");
        File.WriteAllText(path, "{ \"home\": \"data\", \"role\": \"val\\ud800idator\" }");
        Result<NodeConfiguration> loaded = NodeConfigurationLoader.Load(path, new Dictionary<string, string> { ["genesis"] = "g", ["key"] = "k" }, static _ => null);
        Assert.Equal(ConfigurationErrors.BadFile, loaded.Refusal?.Code);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    /// <summary>Found 2026-11-22: lists of stale nodes with spare fields, spare bits of path, or depths beyond the tree were read as if sound.</summary>
    [Theory]
    [InlineData("940c0002c4045077176e")]
    [InlineData("940c000cc40100")]
    [InlineData("940c0002c40100", true)]
    [InlineData("930c0002c40100")]
    [InlineData("940c0000c40100")]
    [InlineData("940c0041c4210000000000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("940c0a02c40100")]
    [InlineData("940c0003c4020001")]
    [InlineData("9a0c0002c401000103c402abc00844c4200707070707070507070707070707070707070707070707070707070707072707")]
    public void StaleNodes_OtherFormsThanTheOneThatIsWritten_AreRefused(string hex, bool isSound = false)
    {
        Decoder decoder = DecoderCatalogue.All.Single(static decoder => decoder.Name == "storage.stale_nodes");
        byte[] input = Convert.FromHexString(hex);
        Assert.Equal(isSound, decoder.Attempt(input) is null);
    }
}
