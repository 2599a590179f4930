using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Federation.Messages;
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
