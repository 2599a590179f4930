using DeAI.Chain.Compute;
using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Training;

/// <summary>Replays where it is asked: for tests, tools and auditors. A node puts a cache in front of it.</summary>
public sealed class DirectVerifier(ITensorBackend backend) : ITrainingVerifier
{
    private readonly ReplayVerifier _verifier = new(backend);

    public Result<ReplayVerdict> Verify(ReplayTask task) => _verifier.Verify(task);
}
