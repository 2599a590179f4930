using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace DeAI.Chain.Node.Runtime;

/// <summary>Matches the replica's answers with the calls that wait for them.</summary>
internal sealed class SubmissionDesk
{
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource<ImmutableArray<Result>>> _open = new();
    private ulong _last;

    public ulong Open(out Task<ImmutableArray<Result>> answer)
    {
        ulong ticket = Interlocked.Increment(ref _last);
        TaskCompletionSource<ImmutableArray<Result>> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[ticket] = source;
        answer = source.Task;
        return ticket;
    }

    public void Answer(ulong ticket, ImmutableArray<Result> outcomes)
    {
        if (_open.TryRemove(ticket, out TaskCompletionSource<ImmutableArray<Result>>? source))
        {
            source.TrySetResult(outcomes);
        }
    }

    public void Abandon(ulong ticket) => _open.TryRemove(ticket, out _);
}
