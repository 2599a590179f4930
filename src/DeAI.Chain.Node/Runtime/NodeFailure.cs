using DeAI.Chain.Node.Composition;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Node.Runtime;

/// <summary>
/// What must stop the node, from whatever thread it comes: a broken invariant or a failed flush. The first one counts; going on would be a lie
/// to peers and clients.
/// </summary>
internal sealed partial class NodeFailure(ILogger<NodeFailure> logger)
{
    private readonly TaskCompletionSource<Refusal> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the reason when the node has to stop.</summary>
    public Task<Refusal> Failed => _failed.Task;

    public void Report(string what, Exception exception)
    {
        LogFailure(logger, what, exception);
        _failed.TrySetResult(new Refusal(NodeErrors.Failed, $"{what}: {exception.Message}"));
    }

    /// <summary>The node cannot go on, although nothing went wrong.</summary>
    public void Stop(Refusal reason)
    {
        LogStop(logger, reason.Detail);
        _failed.TrySetResult(reason);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The node stops: {Reason}")]
    private static partial void LogStop(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The node stops: {What}")]
    private static partial void LogFailure(ILogger logger, string what, Exception exception);
}
