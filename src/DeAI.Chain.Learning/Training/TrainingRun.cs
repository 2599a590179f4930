namespace DeAI.Chain.Learning;

/// <summary>A finished run and what it proves with.</summary>
public sealed record TrainingRun(ModelState Final, Transcript Transcript, ModelUpdate Update)
{
    public TrainingCommitment Commitment => new(Transcript.Root, Update.Hash);
}
