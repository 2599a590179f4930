using DeAI.Chain.Storage.RocksDb;

namespace DeAI.Chain.Storage.Chain;

/// <summary>Two column families for the flat state: one is in use, a snapshot is fetched into the other, and a marker says which is which.</summary>
internal sealed class StateFamilies(RocksDatabase database, ChainFamilies families)
{
    private static readonly byte[] ActiveKey = "active-state"u8.ToArray();
    private static readonly byte[] End = [.. Enumerable.Repeat((byte)0xff, 256)];

    /// <summary>The state in use, now or when a snapshot was taken.</summary>
    public ColumnFamily Active(RocksSnapshot? snapshot = null) =>
        database.Contains(families.Meta, ActiveKey, snapshot) ? families.OtherState : families.State;

    /// <summary>The other one.</summary>
    public ColumnFamily Incoming() => Active() == families.State ? families.OtherState : families.State;

    /// <summary>The incoming state takes over, and what was in use is dropped.</summary>
    public void Switch(WriteBatch batch)
    {
        ColumnFamily active = Active();
        Clear(batch, active);
        if (active == families.State)
        {
            batch.Put(families.Meta, ActiveKey, [1]);
        }
        else
        {
            batch.Delete(families.Meta, ActiveKey);
        }
    }

    public static void Clear(WriteBatch batch, ColumnFamily family) => batch.DeleteRange(family, [], End);
}
