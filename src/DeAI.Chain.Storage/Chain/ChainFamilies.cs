using DeAI.Chain.Storage.RocksDb;

namespace DeAI.Chain.Storage.Chain;

/// <summary>The column families of a node's database; the README lists keys and values.</summary>
internal sealed class ChainFamilies(RocksDatabase database)
{
    public static IReadOnlyList<string> Names { get; } =
        ["state", "nodes", "headers", "blocks", "receipts", "segments", "transactions", "proposals", "meta", "stale", "state-2"];

    public ColumnFamily State { get; } = database.ColumnFamily("state");

    /// <summary>The flat state too: one of the two is in use (<see cref="StateFamilies"/>).</summary>
    public ColumnFamily OtherState { get; } = database.ColumnFamily("state-2");

    public ColumnFamily Nodes { get; } = database.ColumnFamily("nodes");

    public ColumnFamily Headers { get; } = database.ColumnFamily("headers");

    public ColumnFamily Blocks { get; } = database.ColumnFamily("blocks");

    public ColumnFamily Receipts { get; } = database.ColumnFamily("receipts");

    public ColumnFamily Segments { get; } = database.ColumnFamily("segments");

    public ColumnFamily Transactions { get; } = database.ColumnFamily("transactions");

    public ColumnFamily Proposals { get; } = database.ColumnFamily("proposals");

    public ColumnFamily Meta { get; } = database.ColumnFamily("meta");

    public ColumnFamily Stale { get; } = database.ColumnFamily("stale");
}
