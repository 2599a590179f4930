using System.Buffers.Binary;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules;

/// <summary>
/// What falls due at which height, so that an end hook looks at the rows of its own height and nothing else. Row keys are [height][id].
/// </summary>
/// <remarks>
/// A block takes at most so many: what is left over is remembered as a backlog and taken by the next blocks, earliest first. So a crowd of
/// deadlines at one height delays some of them and breaks nothing.
/// </remarks>
/// <param name="table">Of the index; the next number is the backlog's.</param>
internal sealed class HeightIndex(ModuleId module, byte table)
{
    private readonly StateTable<Marker> _due = new(module, table);
    private readonly StateTable<StoredHeight> _backlog = new(module, (byte)(table + 1));

    private static ReadOnlySpan<byte> BacklogRow => "from"u8;

    public void Add(IStateWriter state, Height due, Hash256 id) => _due.Put(state, StateKey.Of(due.Value, id.Value), default);

    public void Remove(IStateWriter state, Height due, Hash256 id) => _due.Delete(state, StateKey.Of(due.Value, id.Value));

    public bool Contains(IStateReader state, Height due, Hash256 id) => _due.Contains(state, StateKey.Of(due.Value, id.Value));

    /// <summary>Takes out what is due now or was due before, earliest first, <paramref name="max"/> at most.</summary>
    public IReadOnlyList<Hash256> TakeDue(IStateWriter state, Height now, int max)
    {
        bool wasBehind = _backlog.TryGet(state, BacklogRow, out StoredHeight from);
        Height height = wasBehind ? from.Value : now;
        List<Hash256> due = [];
        while (height <= now && due.Count < max)
        {
            List<Hash256> here = At(state, height).Take(max - due.Count).ToList();
            foreach (Hash256 id in here)
            {
                Remove(state, height, id);
            }

            due.AddRange(here);
            height = due.Count < max ? height.Next : height;
        }

        if (height <= now)
        {
            _backlog.Put(state, BacklogRow, new StoredHeight(height));
        }
        else if (wasBehind)
        {
            _backlog.Delete(state, BacklogRow);
        }

        return due;
    }

    /// <summary>How many rows there are, for invariants.</summary>
    public int Count(IStateReader state) => _due.Scan(state).Count();

    private IEnumerable<Hash256> At(IStateReader state, Height height)
    {
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(prefix, height.Value);
        return _due.Scan(state, prefix).Select(static row => new Hash256(row.RowKey.Span[8..]));
    }

    private readonly record struct StoredHeight(Height Value) : ICanonical<StoredHeight>
    {
        public void Encode(CanonicalWriter writer) => writer.Write(Value);

        public static StoredHeight Decode(ref CanonicalReader reader) => new(reader.ReadHeight());
    }
}
