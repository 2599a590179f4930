using System.Globalization;

namespace DeAI.Chain.Consensus.Tests.Cluster;

public sealed class ClusterTests
{
    private static readonly VerificationCache Cache = new(1 << 17);

    [Fact]
    public void Run_WithoutFaults_CommitsTheSameBlocksQuickly()
    {
        SimCluster cluster = new(4, 1, Adversary.None, Cache);
        cluster.Start();
        cluster.RunUntil(5_000);
        Assert.All(cluster.Nodes, node => Assert.True(node.CommittedCount > 40, $"{node.CommittedCount} blocks in 5 s"));
        Assert.All(cluster.Nodes, node => Assert.Empty(node.Faults));
    }

    [Fact]
    public void Run_SingleValidator_Commits()
    {
        SimCluster cluster = new(1, 1, Adversary.None, Cache);
        cluster.Start();
        cluster.RunUntil(2_000);
        Assert.True(cluster.Nodes[0].CommittedCount > 20);
    }

    [Theory]
    [InlineData(4, 0, 150)]
    [InlineData(7, 1000, 60)]
    public void Run_RandomFaults_StaysSafeAndRecovers(int n, int firstSeed, int seeds)
    {
        for (int seed = firstSeed; seed < firstSeed + seeds; seed++)
        {
            ulong trace = RunSeed(n, (ulong)seed);
            if (seed % 40 == 0)
            {
                Assert.Equal(trace, RunSeed(n, (ulong)seed));
            }
        }
    }

    private static ulong RunSeed(int n, ulong seed) => RunOne(n, seed).Cluster.TraceHash;

    internal static (SimCluster Cluster, int AtHeal, long Healed) RunOne(int n, ulong seed)
    {
        Adversary adversary = (Adversary)(seed % 4);
        SimCluster cluster = new(n, seed, adversary, Cache, seed % 3 == 0 ? 7UL : null);
        try
        {
            Chaos(cluster, n);
            int atHeal = cluster.Observer.Chain.Count;
            long healed = cluster.Now;
            Heal(cluster);
            return (cluster, atHeal, healed);
        }
        catch (Exception problem)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"n {n}, seed {seed}, {adversary}, time {cluster.Now}: {problem.Message}"), problem);
        }
    }

    private static void Chaos(SimCluster cluster, int n)
    {
        Dice dice = cluster.Dice;
        cluster.LossPercent = dice.Below(25);
        cluster.DuplicatePercent = dice.Below(20);
        cluster.MaxDelay = 10 + dice.Below(120);
        cluster.Start();
        for (int phase = 0; phase < 4; phase++)
        {
            cluster.RunUntil(cluster.Now + 200 + dice.Below(500));
            switch (dice.Below(4))
            {
                case 0:
                    cluster.Sides = [.. Enumerable.Range(0, n).Select(_ => dice.Below(2))];
                    break;
                case 1:
                    cluster.Sides = null;
                    break;
                case 2:
                    CrashSome(cluster, 1 + dice.Below(n));
                    break;
                default:
                    RestartAll(cluster);
                    break;
            }
        }
    }

    private static void CrashSome(SimCluster cluster, int count)
    {
        for (int i = 0; i < count; i++)
        {
            SimNode node = cluster.Nodes[cluster.Dice.Below(cluster.Nodes.Length)];
            if (node.IsUp)
            {
                node.Crash();
            }
        }
    }

    private static void RestartAll(SimCluster cluster)
    {
        foreach (SimNode node in cluster.Nodes)
        {
            if (!node.IsUp && !(node.Seat == cluster.Byzantine && cluster.Adversary == Adversary.Silent))
            {
                node.Start();
            }
        }
    }

    private static void Heal(SimCluster cluster)
    {
        cluster.Sides = null;
        cluster.LossPercent = 0;
        cluster.DuplicatePercent = 0;
        cluster.MaxDelay = 15;
        RestartAll(cluster);
        int goal = cluster.Nodes.Max(node => node.CommittedCount) + 4;
        long healed = cluster.Now;
        cluster.RunUntil(healed + 20_000, () => cluster.Honest.All(node => node.CommittedCount >= goal));
        string state = string.Join("; ", cluster.Nodes.Select(node => $"{node.Seat}: view {node.Machine?.View} epoch {node.Context.Epoch} committed {node.CommittedCount} final {node.Machine?.Finalized}"));
        Assert.True(cluster.Honest.All(node => node.CommittedCount >= goal), $"no progress to {goal} within 20 s of healing: {state}");
        Assert.All(cluster.Honest, node => Assert.Empty(node.Faults));
    }
}
