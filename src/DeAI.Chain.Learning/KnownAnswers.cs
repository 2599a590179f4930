using DeAI.Chain.Compute;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>A whole training run, pinned: kernel version 1 is what leads to this digest. Checked at start on the chosen backend.</summary>
public static class KnownAnswers
{
    /// <summary>Root of the transcript of <see cref="Run"/>.</summary>
    public const string Expected = "b3d349f84ea99b608c2700464fecb8c94c16e48be230bea4939fe733a01b95cb";

    private const int Blocks = 3;

    public static ModelSpecification Specification { get; } =
        ModelSpecification.Create([12, 32, 16, 2], [new LearningRateStep(0, 24, 8), new LearningRateStep(16, 12, 8)]);

    public static TrainingPlan Plan { get; } = new(new Hash256(Fill(7)), 4, 24, 5);

    /// <returns>Accepted; or how the backend differs.</returns>
    public static Result Check(ITensorBackend backend)
    {
        string found = Run(backend).Transcript.Root.ToString();
        return found == Expected
            ? Result.Ok
            : Result.Refuse(TrainingErrors.SelfTestFailed, $"{backend.Name} trained to {found}, kernel version 1 to {Expected}");
    }

    /// <summary>The run itself, small enough for every start of a node.</summary>
    public static TrainingRun Run(ITensorBackend backend)
    {
        DataBlock[] blocks = new DataBlock[Blocks];
        for (int i = 0; i < Blocks; i++)
        {
            blocks[i] = Block((uint)i);
        }

        return Trainer.Run(Specification, backend, InitialWeights.From(Specification, new Hash256(Fill(1))), Plan, blocks);
    }

    private static DataBlock Block(uint index)
    {
        const int Rows = ModelSpecification.BatchRows;
        sbyte[] features = new sbyte[Rows * Specification.Features];
        int[] delays = new int[Rows];
        uint state = (index * 2654435761u) + 12345;
        for (int row = 0; row < Rows; row++)
        {
            for (int i = 0; i < Specification.Features; i++)
            {
                state = unchecked((state * 1664525u) + 1013904223u);
                features[(row * Specification.Features) + i] = (sbyte)(state >> 24);
            }

            delays[row] = ((features[row * Specification.Features] * 2) - features[(row * Specification.Features) + 1]) / 2;
        }

        return DataBlock.Create(features, delays);
    }

    private static byte[] Fill(byte value)
    {
        byte[] bytes = new byte[Bytes32.Length];
        Array.Fill(bytes, value);
        return bytes;
    }
}
