using DeAI.Chain.Storage.Chain;
using DeAI.Chain.Storage.Tests.Support;

namespace DeAI.Chain.Storage.Tests.Chain;

public sealed class TipTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Tip_BesideCommits_IsNeverBelowWhatASnapshotShowed()
    {
        using TestLedger ledger = new(_directory.File("db"));
        bool done = false;
        Task<int> reader = Task.Run(() =>
        {
            int behind = 0;
            while (!Volatile.Read(ref done))
            {
                using StateSnapshot snapshot = ledger.Store.Snapshot();
                behind += ledger.Store.Tip!.Header.Height < snapshot.Header.Height ? 1 : 0;
            }

            return behind;
        });
        for (int i = 0; i < 200; i++)
        {
            ledger.Commit(changes: 300);
        }

        Volatile.Write(ref done, true);
        Assert.Equal(0, await reader);
    }
}
