namespace DeAI.Chain.Agent.Sabotage;

/// <summary>The faults that a drill can put into an otherwise honest contribution.</summary>
public enum SabotageKind
{
    None = 0,

    /// <summary>One weight of the result is not what training led to: <c>training.result_mismatch</c>.</summary>
    AlteredWeight = 1,

    /// <summary>The last step was claimed and not done: <c>training.step_mismatch</c>.</summary>
    SkippedStep = 2,

    /// <summary>A block that was never declared: <c>training.foreign_block</c>.</summary>
    ForeignBlock = 3,

    /// <summary>Training began from another model than the round's: <c>training.wrong_start</c>.</summary>
    WrongStart = 4,

    /// <summary>Another member's committed result: <c>training.copied_update</c>.</summary>
    CopiedUpdate = 5,
}
