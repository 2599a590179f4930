using System.Collections.Immutable;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Storage.Chain;

/// <summary>
/// Values of the newest committed state that were read or written lately, absent ones too: each transaction reads some ten of them, twice at
/// each node, and most are of senders that come again. Two generations: what is used moves to the young one; when that is full the old one
/// goes. Safe for several readers and one writer.
/// </summary>
internal sealed class StateCache(int maxEntries = 1 << 16, int maxValueBytes = 4096)
{
    private readonly Lock _gate = new();
    private Dictionary<Blob, Blob?> _young = new(KeyOrder.Instance);
    private Dictionary<Blob, Blob?> _old = new(KeyOrder.Instance);
    private ulong _version;

    /// <summary>Looks up a value; null and true if it is known to be absent.</summary>
    /// <param name="version">To be handed to <see cref="Add"/> with what the disk says.</param>
    public bool TryGet(ReadOnlySpan<byte> key, out Blob? value, out ulong version)
    {
        lock (_gate)
        {
            version = _version;
            if (Find(_young, key, out value))
            {
                return true;
            }

            if (!Find(_old, key, out value))
            {
                return false;
            }

            Put(Blob.CopyOf(key), value);
            return true;
        }
    }

    /// <summary>Keeps what was read, unless a commit came between: it might be the value before.</summary>
    public void Add(ReadOnlySpan<byte> key, Blob? value, ulong version)
    {
        if (value is { } present && present.Length > maxValueBytes)
        {
            return;
        }

        lock (_gate)
        {
            if (version == _version)
            {
                Put(Blob.CopyOf(key), value);
            }
        }
    }

    /// <summary>These changes are in the database from now on.</summary>
    public void Commit(ImmutableArray<StateChange> changes)
    {
        lock (_gate)
        {
            _version++;
            foreach (StateChange change in changes)
            {
                _old.Remove(change.Key);
                if (change.Value is { } value && value.Length > maxValueBytes)
                {
                    _young.Remove(change.Key);
                }
                else
                {
                    Put(change.Key, change.Value);
                }
            }
        }
    }

    private static bool Find(Dictionary<Blob, Blob?> generation, ReadOnlySpan<byte> key, out Blob? value) =>
        generation.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out value);

    private void Put(Blob key, Blob? value)
    {
        if (_young.Count >= maxEntries / 2 && !_young.ContainsKey(key))
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
        }

        _young[key] = value;
    }
}
