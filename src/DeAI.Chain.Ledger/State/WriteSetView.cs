using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.State;

/// <summary>The state after a block: its writes over the state before. Immutable as far as the state below is.</summary>
public sealed class WriteSetView : IStateReader
{
    private readonly IStateReader _below;
    private readonly WriteSet _writes;

    public WriteSetView(IStateReader below, WriteSet writes)
    {
        _below = below;
        _writes = writes;
    }

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out Blob? value)
    {
        if (_writes.TryGet(key, out value))
        {
            return value is not null;
        }

        return _below.TryGet(key, out value);
    }

    public IEnumerable<StateEntry> Scan(ReadOnlyMemory<byte> prefix, ReadOnlyMemory<byte> after = default) =>
        MergedScan.Merge(_below.Scan(prefix, after), _writes.Range(prefix.Span, after.Span));
}
