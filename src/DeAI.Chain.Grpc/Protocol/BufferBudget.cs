namespace DeAI.Chain.Grpc;

/// <summary>
/// A bound on all bytes announced by messages that have begun and not ended, over all calls that share it.
/// Without it, connections x streams x message size is what a hostile crowd may have held here.
/// </summary>
internal sealed class BufferBudget(long limit)
{
    private long _taken;

    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= limit)
        {
            return true;
        }

        Release(bytes);
        return false;
    }

    public void Release(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
