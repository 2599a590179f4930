using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>
/// Remembers that the state below failed. A handler's own defect is the same on every node and becomes a refusal; a failing disk is not, and
/// must stop this node instead.
/// </summary>
internal sealed class GuardedReader : IStateReader
{
    private readonly IStateReader _below;

    public GuardedReader(IStateReader below) => _below = below;

    public bool HasFailed { get; private set; }

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out Blob? value)
    {
        bool done = false;
        try
        {
            bool found = _below.TryGet(key, out value);
            done = true;
            return found;
        }
        finally
        {
            HasFailed |= !done;
        }
    }

    public IEnumerable<StateEntry> Scan(ReadOnlyMemory<byte> prefix, ReadOnlyMemory<byte> after = default)
    {
        using IEnumerator<StateEntry> entries = _below.Scan(prefix, after).GetEnumerator();
        while (Advance(entries))
        {
            yield return entries.Current;
        }
    }

    private bool Advance(IEnumerator<StateEntry> entries)
    {
        bool done = false;
        try
        {
            bool more = entries.MoveNext();
            done = true;
            return more;
        }
        finally
        {
            HasFailed |= !done;
        }
    }
}
