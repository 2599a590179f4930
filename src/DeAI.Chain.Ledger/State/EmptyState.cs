using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.State;

/// <summary>Before genesis.</summary>
public sealed class EmptyState : IStateReader
{
    private EmptyState()
    {
    }

    public static EmptyState Instance { get; } = new();

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out Blob? value)
    {
        value = null;
        return false;
    }

    public IEnumerable<StateEntry> Scan(ReadOnlyMemory<byte> prefix, ReadOnlyMemory<byte> after = default) => [];
}
