namespace DeAI.Chain.Storage.RocksDb;

/// <summary>A named key space of one database. Lives as long as the database; batches over several are still atomic.</summary>
public sealed class ColumnFamily
{
    private readonly DatabaseHandle _owner;
    private readonly nint _pointer;

    internal ColumnFamily(string name, nint pointer, DatabaseHandle owner)
    {
        Name = name;
        _pointer = pointer;
        _owner = owner;
    }

    public string Name { get; }

    public override string ToString() => Name;

    /// <summary>The pointer, once it is known to belong to <paramref name="user"/>: RocksDB would corrupt memory, not complain.</summary>
    internal nint For(DatabaseHandle user) =>
        ReferenceEquals(user, _owner)
            ? _pointer
            : throw new ArgumentException($"Column family {Name} belongs to another database.");
}
