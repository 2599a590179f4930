using DeAI.Chain.Consensus;
using DeAI.Chain.Storage;

namespace DeAI.Chain.Node.Runtime;

/// <summary>
/// Lifts the quarantine on disk. Not as soon as Safety signs again: the finalization that allowed it must be durable, or a restart would stand
/// below views that this node may have voted in, with a log that knows nothing of them.
/// </summary>
/// <param name="lift">Makes it durable that there is no quarantine any more.</param>
internal sealed class QuarantineEnd(Safety safety, Action lift)
{
    private ulong _endsAt = ulong.MaxValue;
    private bool _ended;

    /// <summary>On the loop's thread, which Safety belongs to.</summary>
    public void CommitAsked(Height last)
    {
        if (!safety.IsQuarantined && Volatile.Read(ref _endsAt) == ulong.MaxValue)
        {
            Volatile.Write(ref _endsAt, last.Value);
        }
    }

    /// <summary>On the thread that commits.</summary>
    public void CommitDurable(Height last)
    {
        if (_ended || last.Value < Volatile.Read(ref _endsAt))
        {
            return;
        }

        try
        {
            lift();
            _ended = true;
        }
        catch (StorageFullException)
        {
            // The next commit tries again; until then a restart would begin in quarantine once more, which is safe.
            _ended = false;
        }
    }
}
