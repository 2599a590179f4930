using DeAI.Chain.Primitives;
using FsCheck;
using FsCheck.Fluent;

namespace DeAI.Chain.Modules.Tests.Contribution;

public sealed class ApportionmentTests
{
    [Fact]
    public void Split_AnyWeights_SumsExactlyAndIsWithinOneOfTheQuota() =>
        Prop.ForAll<ulong, long[]>((amount, weights) =>
        {
            amount %= 1UL << 62;
            Credits[] parts = Apportionment.Split(new Credits(amount), weights);
            Int128 total = weights.Aggregate((Int128)0, (sum, weight) => sum + Math.Max(0, weight));
            ulong sum = parts.Aggregate(0UL, (running, part) => running + part.Value);
            bool near = total == 0 || weights.Zip(parts).All(pair =>
            {
                Int128 scaled = (Int128)amount * Math.Max(0, pair.First);
                Int128 quota = scaled / total;
                return pair.Second.Value == quota || pair.Second.Value == quota + 1;
            });
            return sum == (total == 0 ? 0 : amount) && near && parts.Length == weights.Length;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Split_EqualRemainders_GoToTheEarlier() =>
        Assert.Equal([new Credits(34), new Credits(33), new Credits(33)], Apportionment.Split(new Credits(100), [1, 1, 1]));
}
