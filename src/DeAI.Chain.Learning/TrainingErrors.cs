using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>Why a contribution, a model or a data block is refused, in the order in which the verifier checks.</summary>
public static class TrainingErrors
{
    public static readonly ReasonCode BadSpecification = new("training.bad_specification");
    public static readonly ReasonCode BadPlan = new("training.bad_plan");
    public static readonly ReasonCode BadModel = new("training.bad_model");
    public static readonly ReasonCode WrongCount = new("training.wrong_count");
    public static readonly ReasonCode WrongTranscriptRoot = new("training.wrong_transcript_root");
    public static readonly ReasonCode CopiedUpdate = new("training.copied_update");
    public static readonly ReasonCode WrongStart = new("training.wrong_start");
    public static readonly ReasonCode WrongUpdateHash = new("training.wrong_update_hash");
    public static readonly ReasonCode Range = new("training.range");
    public static readonly ReasonCode ForeignBlock = new("training.foreign_block");
    public static readonly ReasonCode WrongBlockOrder = new("training.wrong_block_order");
    public static readonly ReasonCode StepMismatch = new("training.step_mismatch");
    public static readonly ReasonCode ResultMismatch = new("training.result_mismatch");

    /// <summary>Sums with a weight of zero or too many members.</summary>
    public static readonly ReasonCode BadAggregation = new("training.bad_aggregation");

    /// <summary>A backend whose training run differs from the pinned one.</summary>
    public static readonly ReasonCode SelfTestFailed = new("training.self_test_failed");
}
