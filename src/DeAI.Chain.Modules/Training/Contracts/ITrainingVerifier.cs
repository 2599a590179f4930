using DeAI.Chain.Learning;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Training.Contracts;

/// <summary>
/// What Training needs from outside: the verdict on a replay. A pure function of the task, so that a node may compute it ahead, on any
/// thread, and keep it under the task's content hash.
/// </summary>
public interface ITrainingVerifier
{
    /// <returns>The run as replayed, or the reason why it is not what was claimed: a code of <see cref="TrainingErrors"/>.</returns>
    Result<ReplayVerdict> Verify(ReplayTask task);
}
