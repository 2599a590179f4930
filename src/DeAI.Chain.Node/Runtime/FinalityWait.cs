using DeAI.Chain.Api;

namespace DeAI.Chain.Node.Runtime;

/// <summary>One call that waits for one transaction.</summary>
internal sealed class FinalityWait : IFinalWatcher
{
    private readonly TaskCompletionSource<Result<FinalTransaction>> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Result<FinalTransaction>> Task => _source.Task;

    public void Settled(Hash256 id, Result<FinalTransaction> outcome) => _source.TrySetResult(outcome);
}
