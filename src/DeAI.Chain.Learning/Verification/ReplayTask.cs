using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Learning;

/// <summary>All that a verdict depends on. The chain's state supplies everything but the last two.</summary>
/// <param name="Specification">The task's model.</param>
/// <param name="Schema">Of the registered data set.</param>
/// <param name="Start">The round's published model.</param>
/// <param name="Plan">Forced on the member by the round.</param>
/// <param name="DataRoot">Registered before the seed was known.</param>
/// <param name="BlockCount">Registered with it.</param>
/// <param name="Commitment">Made before the challenge.</param>
/// <param name="Update">Submitted by the member.</param>
/// <param name="Opening">Submitted by the member.</param>
public sealed record ReplayTask(
    ModelSpecification Specification,
    RowSchema Schema,
    ModelWeights Start,
    TrainingPlan Plan,
    Hash256 DataRoot,
    int BlockCount,
    TrainingCommitment Commitment,
    ModelUpdate Update,
    Opening Opening)
{
    /// <summary>The key under which a verdict may be kept: equal tasks have equal verdicts, on every machine.</summary>
    public Hash256 ContentHash
    {
        get
        {
            CanonicalWriter writer = new();
            writer.WriteArrayHeader(9);
            writer.Write(Specification.Id);
            writer.Write(Schema.Id);
            writer.Write(Start.Hash);
            Plan.Encode(writer);
            writer.Write(DataRoot);
            writer.Write(BlockCount);
            Commitment.Encode(writer);
            writer.Write(Update.Hash);
            writer.Write(Opening.Hash);
            return DomainHash.Of("deai.learning.replay.v1", writer.WrittenSpan);
        }
    }

    /// <summary>Work to meter before replaying.</summary>
    public long MultiplyAccumulates => ReplayCost.MultiplyAccumulates(Specification, Plan.Steps, ModelSpecification.BatchRows);
}
