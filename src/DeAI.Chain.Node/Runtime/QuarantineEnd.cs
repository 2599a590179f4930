using DeAI.Chain.Consensus;
using DeAI.Chain.Storage;

namespace DeAI.Chain.Node.Runtime;

/// <summary>
/// Lifts the quarantine on disk. Not as soon as Safety signs again: the finalization that allowed it must be durable, or a restart would stand
/// below views that this node may have voted in, with a new log that knows nothing of them.
/// </summary>
internal sealed class QuarantineEnd(DataDirectory directory, Safety safety)
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
        if (!_ended && last.Value >= Volatile.Read(ref _endsAt))
        {
            directory.EndQuarantine();
            _ended = true;
        }
    }
}
