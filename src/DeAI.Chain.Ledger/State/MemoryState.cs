using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.State;

/// <summary>A whole state in memory: for tests, simulation and replay.</summary>
public sealed class MemoryState : IStateReader
{
    private readonly SortedKeyMap<Blob> _entries = new();

    public int Count => _entries.Count;

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out Blob? value)
    {
        bool found = _entries.TryGet(key, out Blob stored);
        value = found ? stored : null;
        return found;
    }

    /// <summary>Shows the state as it was when the enumeration began.</summary>
    public IEnumerable<StateEntry> Scan(ReadOnlyMemory<byte> prefix, ReadOnlyMemory<byte> after = default)
    {
        List<Blob> keys = _entries.KeysOf(prefix, after);
        StateEntry[] entries = new StateEntry[keys.Count];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = new StateEntry(keys[i], _entries[keys[i]]);
        }

        return entries;
    }

    public void Apply(WriteSet writes)
    {
        foreach (StateChange change in writes.Changes)
        {
            if (change.Value is { } value)
            {
                _entries.Set(change.Key, value);
            }
            else
            {
                _entries.Remove(change.Key);
            }
        }
    }
}
