using System.Security.Cryptography;
using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Storage.Chain;
using DeAI.Chain.Storage.RocksDb;
using DeAI.Chain.Storage.Tests.Support;

namespace DeAI.Chain.Storage.Tests.Chain;

public sealed class ProposalStoreTests : IDisposable
{
    private static readonly Epoch First = new(1);

    private readonly TemporaryDirectory _directory = new();
    private readonly RocksDatabase _database;
    private readonly ProposalStore _store;

    public ProposalStoreTests()
    {
        _database = RocksDatabase.Open(_directory.File("proposals"), RocksDatabaseOptions.Default, ["proposals"]);
        _store = NewStore();
    }

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Prune_View_LeavesWhatIsAbove()
    {
        _store.Put([At(1), At(2), At(3), At(4)]);
        _store.Prune(First, new View(2));
        Assert.Equal([new View(3), new View(4)], Views());
        _store.Prune(First, new View(3));
        Assert.Equal([new View(4)], Views());
    }

    [Fact]
    public void Prune_LowerView_DoesNothing()
    {
        _store.Put([At(5), At(9)]);
        _store.Prune(First, new View(6));
        _store.Prune(First, new View(2));
        Assert.Equal([new View(9)], Views());
    }

    [Fact]
    public void Prune_NextEpoch_DeletesTheEpochBefore()
    {
        _store.Put([At(7), At(8)]);
        _store.Prune(First.Next, default);
        Assert.Empty(Views());
    }

    [Fact]
    public void Prune_StoredBehindIt_GoesAfterTheNextStart()
    {
        _store.Put([At(1)]);
        _store.Prune(First, new View(5));
        _store.Put([At(3), At(6)]);
        _store.Prune(First, new View(5));
        Assert.Equal([new View(3), new View(6)], Views());
        NewStore().Prune(First, new View(5));
        Assert.Equal([new View(6)], Views());
    }

    /// <summary>Ranges that overlap cost RocksDB the square of their number to write out, in memory and time.</summary>
    [Fact]
    public void Prune_EachView_LeavesNoRangesInTheTables()
    {
        ColumnFamily family = _database.ColumnFamily("proposals");
        for (ulong view = 1; view <= 50; view++)
        {
            _store.Put([At(view)]);
            _store.Prune(First, new View(view - 1));
        }

        _database.Flush();
        string tables = _database.PropertyText(family, "rocksdb.aggregated-table-properties")!;
        Assert.Contains("# range deletions=0;", tables, StringComparison.Ordinal);
        Assert.Equal([new View(50)], Views());
    }

    private ProposalStore NewStore() => new(_database, _database.ColumnFamily("proposals"));

    private IEnumerable<View> Views() => _store.Above(First, default).Select(static proposal => proposal.Header.View);

    private static Proposal At(ulong view)
    {
        Hash256 digest = new(SHA256.HashData(BitConverter.GetBytes(view)));
        ProposalHeader header = new(First, new View(view), digest, new View(view - 1), digest);
        return new Proposal(header, new Blob(new byte[100]), null, [], new Signature(new byte[Signature.Length]));
    }
}
