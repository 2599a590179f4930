using DeAI.Chain.Compute;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning.Tests;

/// <summary>A separable task, an honest run over it, and its replay task: what attacks start from.</summary>
internal sealed class TestTask
{
    public const int Features = 16;

    public static ITensorBackend Backend { get; } = BackendSelector.Choose().Backend;

    public static ModelSpecification Specification { get; } =
        ModelSpecification.Create([Features, 32, 16, 2], [new LearningRateStep(0, 16, 6)]);

    public static ModelWeights Start { get; } = InitialWeights.From(Specification, Seed(1));

    public static RowSchema Schema { get; } = RowSchema.Uniform(Features, -127, 127, -120, 240);

    public TestTask(ulong member = 1, int blocks = 6, int steps = 23, int every = 5)
    {
        Blocks = [.. Enumerable.Range(0, blocks).Select(i => Block((int)member * 1000 + i))];
        Salts = [.. Enumerable.Range(0, blocks).Select(i => Seed((ulong)(9000 + i) + member).Value)];
        Plan = new TrainingPlan(Seed(100 + member), 0, steps, every);
        Run = Trainer.Run(Specification, Backend, Start, Plan, Blocks);
    }

    public DataBlock[] Blocks { get; }

    public Bytes32[] Salts { get; }

    public TrainingPlan Plan { get; }

    public TrainingRun Run { get; }

    public ReplayTask Honest => TaskFor(Run);

    public static Result<ReplayVerdict> Verify(ReplayTask task) => new ReplayVerifier(Backend).Verify(task);

    /// <summary>Commits to whatever the run says.</summary>
    public ReplayTask TaskFor(TrainingRun run) => new(
        Specification,
        Schema,
        Start,
        Plan,
        Opening.DataRoot(Blocks, Salts),
        Blocks.Length,
        run.Commitment,
        run.Update,
        Opening.Of(run, Plan, Blocks, Salts));

    public static Hash256 Seed(ulong value)
    {
        byte[] bytes = new byte[32];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), value);
        bytes[0] = 1;
        return new Hash256(bytes);
    }

    /// <summary>Late when a product of two features and a third agree: not linear, no noise.</summary>
    public static DataBlock Block(int seed)
    {
        Random random = new(seed);
        sbyte[] features = new sbyte[ModelSpecification.BatchRows * Features];
        int[] delays = new int[ModelSpecification.BatchRows];
        for (int row = 0; row < delays.Length; row++)
        {
            Span<sbyte> line = features.AsSpan(row * Features, Features);
            for (int i = 0; i < Features; i++)
            {
                line[i] = (sbyte)random.Next(-127, 128);
            }

            int signal = Math.Abs(line[0]) + line[1] - line[2] - 64;
            delays[row] = Math.Clamp(15 + (signal / 4), -60, 180);
        }

        return DataBlock.Create(features, delays);
    }

    /// <summary>Area under the ROC curve of scores against labels, ties at half.</summary>
    public static double Auc(IReadOnlyList<int> scores, IReadOnlyList<bool> labels)
    {
        int[] order = [.. Enumerable.Range(0, scores.Count).OrderBy(i => scores[i])];
        double ranks = 0;
        for (int i = 0; i < order.Length;)
        {
            int end = i;
            while (end < order.Length && scores[order[end]] == scores[order[i]])
            {
                end++;
            }

            ranks += order[i..end].Count(j => labels[j]) * ((i + end + 1) / 2.0);
            i = end;
        }

        double positives = labels.Count(label => label);
        return (ranks - (positives * (positives + 1) / 2)) / (positives * (labels.Count - positives));
    }
}
