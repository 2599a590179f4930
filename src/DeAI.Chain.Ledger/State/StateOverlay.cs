using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.State;

/// <summary>Changes over a state, kept apart from it: read through, roll back to a snapshot, and take out as a write set.</summary>
/// <remarks>
/// A scan shows the overlay as it was when its enumeration began, so a handler may change rows while it walks over them.
/// </remarks>
public sealed class StateOverlay : IStateWriter
{
    public const int MaxKeyBytes = 255;
    public const int MaxValueBytes = 4 * 1024 * 1024;

    private readonly IStateReader _below;
    private readonly SortedKeyMap<Blob?> _changes = new();
    private readonly List<Undo> _journal = [];

    public StateOverlay(IStateReader below) => _below = below;

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out Blob? value)
    {
        if (_changes.TryGet(key, out value))
        {
            return value is not null;
        }

        return _below.TryGet(key, out value);
    }

    public IEnumerable<StateEntry> Scan(ReadOnlyMemory<byte> prefix, ReadOnlyMemory<byte> after = default)
    {
        List<Blob> keys = _changes.KeysOf(prefix, after);
        StateChange[] changes = new StateChange[keys.Count];
        for (int i = 0; i < changes.Length; i++)
        {
            changes[i] = new StateChange(keys[i], _changes[keys[i]]);
        }

        foreach (StateEntry entry in MergedScan.Merge(_below.Scan(prefix, after), changes))
        {
            yield return entry;
        }
    }

    /// <exception cref="ArgumentException">The key has not 1 to 255 bytes, or the value not 1 byte to 4 MiB.</exception>
    public void Put(ReadOnlySpan<byte> key, Blob value)
    {
        if (value.Length is 0 or > MaxValueBytes)
        {
            throw new ArgumentException($"A value has 1 to {MaxValueBytes} bytes, this one {value.Length}.", nameof(value));
        }

        Change(key, value);
    }

    public void Delete(ReadOnlySpan<byte> key) => Change(key, null);

    /// <summary>A mark for <see cref="Rollback"/>. Marks nest; a rollback forgets the later ones.</summary>
    public int Snapshot() => _journal.Count;

    /// <summary>Undoes every change since the mark.</summary>
    public void Rollback(int snapshot)
    {
        for (int i = _journal.Count - 1; i >= snapshot; i--)
        {
            Undo undo = _journal[i];
            if (undo.WasChanged)
            {
                _changes.Set(undo.Key, undo.Before);
            }
            else
            {
                _changes.Remove(undo.Key);
            }
        }

        _journal.RemoveRange(snapshot, _journal.Count - snapshot);
    }

    /// <summary>All changes so far, ascending. A deletion of a key that was never there stays in the set: applying it does nothing.</summary>
    public WriteSet ToWriteSet()
    {
        ImmutableArray<StateChange>.Builder changes = ImmutableArray.CreateBuilder<StateChange>(_changes.Count);
        foreach (Blob key in _changes.Keys)
        {
            changes.Add(new StateChange(key, _changes[key]));
        }

        return new WriteSet(changes.MoveToImmutable());
    }

    private void Change(ReadOnlySpan<byte> key, Blob? value)
    {
        if (key.Length is 0 or > MaxKeyBytes)
        {
            throw new ArgumentException($"A key has 1 to {MaxKeyBytes} bytes, this one {key.Length}.", nameof(key));
        }

        bool wasChanged = _changes.TryGetKey(key, out Blob known, out Blob? before);
        Blob own = wasChanged ? known : Blob.CopyOf(key);
        _journal.Add(new Undo(own, wasChanged, before));
        _changes.Set(own, value);
    }

    private readonly record struct Undo(Blob Key, bool WasChanged, Blob? Before);
}
