using System.Collections.Concurrent;

namespace DeAI.Chain.Node.Runtime;

/// <summary>Matches the replica's answers with the calls that wait for them.</summary>
internal sealed class SubmissionDesk
{
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource<Result>> _open = new();
    private ulong _last;

    public ulong Open(out Task<Result> answer)
    {
        ulong ticket = Interlocked.Increment(ref _last);
        TaskCompletionSource<Result> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[ticket] = source;
        answer = source.Task;
        return ticket;
    }

    public void Answer(ulong ticket, Result outcome)
    {
        if (_open.TryRemove(ticket, out TaskCompletionSource<Result>? source))
        {
            source.TrySetResult(outcome);
        }
    }

    public void Abandon(ulong ticket) => _open.TryRemove(ticket, out _);
}
