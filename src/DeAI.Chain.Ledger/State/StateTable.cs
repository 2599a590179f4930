using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.State;

/// <summary>
/// A module's table: keys are [module, 2 bytes big-endian][table, 1 byte][row key], values are canonical encodings. Only a module's State/
/// folder makes tables, so it is the only place that knows the keys.
/// </summary>
/// <remarks>Row keys built by <see cref="StateKey"/> sort as their fields do.</remarks>
public sealed class StateTable<TValue>
    where TValue : ICanonical<TValue>
{
    private readonly byte[] _prefix;

    public StateTable(ModuleId module, byte table) => _prefix = [(byte)(module.Value >> 8), (byte)module.Value, table];

    public bool TryGet(IStateReader state, ReadOnlySpan<byte> row, [MaybeNullWhen(false)] out TValue value)
    {
        if (!state.TryGet(KeyOf(row), out Blob? encoded))
        {
            value = default;
            return false;
        }

        value = Decode(encoded.Value);
        return true;
    }

    public bool Contains(IStateReader state, ReadOnlySpan<byte> row) => state.TryGet(KeyOf(row), out _);

    public void Put(IStateWriter state, ReadOnlySpan<byte> row, TValue value) => state.Put(KeyOf(row), new Blob(Canonical.Encode(value)));

    public void Delete(IStateWriter state, ReadOnlySpan<byte> row) => state.Delete(KeyOf(row));

    /// <summary>Rows whose row key starts with the prefix, ascending, after the given row key.</summary>
    public IEnumerable<TableRow<TValue>> Scan(IStateReader state, ReadOnlyMemory<byte> rowPrefix = default, ReadOnlyMemory<byte> afterRow = default)
    {
        byte[] after = afterRow.IsEmpty ? [] : KeyOf(afterRow.Span);
        foreach (StateEntry entry in state.Scan(KeyOf(rowPrefix.Span), after))
        {
            yield return new TableRow<TValue>(new Blob(entry.Key.Memory[_prefix.Length..]), Decode(entry.Value));
        }
    }

    /// <summary>The full state key of a row: what proofs are about.</summary>
    public byte[] KeyOf(ReadOnlySpan<byte> row)
    {
        byte[] key = new byte[_prefix.Length + row.Length];
        _prefix.CopyTo(key, 0);
        row.CopyTo(key.AsSpan(_prefix.Length));
        return key;
    }

    private static TValue Decode(Blob encoded)
    {
        Result<TValue> value = Canonical.Decode<TValue>(encoded.Span);
        return value.TryGet(out TValue decoded, out Refusal? refusal)
            ? decoded
            : throw new StateCorruptException($"A stored {typeof(TValue).Name} does not decode: {refusal}.");
    }
}
