using DeAI.Chain.Primitives;
using DeAI.Chain.Storage.Tests.Support;

namespace DeAI.Chain.Storage.Tests;

public sealed class DataDirectoryTests : IDisposable
{
    private static readonly ChainId Chain = new(TestVotes.Filled(1));

    private readonly TemporaryDirectory _directory = new();

    private string Home => _directory.File("home");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Open_NewHome_MakesTheLayoutForTheOwnerOnly()
    {
        using DataDirectory directory = DataDirectory.Open(Home, Chain).Value;
        Assert.True(directory.Created);
        Assert.True(Directory.Exists(directory.DatabaseDirectory));
        Assert.True(Directory.Exists(Path.GetDirectoryName(directory.VoteLogPath)));
        Assert.Equal(Chain + "\n", File.ReadAllText(Path.Combine(Home, "CHAIN")));
        Assert.Equal("1\n", File.ReadAllText(Path.Combine(Home, "SCHEMA")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Home));
        }
    }

    [Fact]
    public void Open_SameChainAgain_IsNotNew()
    {
        DataDirectory.Open(Home, Chain).Value.Dispose();
        using DataDirectory again = DataDirectory.Open(Home, Chain).Value;
        Assert.False(again.Created);
    }

    [Fact]
    public void Open_OtherChain_IsRefusedNamingBoth()
    {
        DataDirectory.Open(Home, Chain).Value.Dispose();
        ChainId other = new(TestVotes.Filled(7));
        Refusal refusal = DataDirectory.Open(Home, other).Refusal!;
        Assert.Equal(StorageErrors.OtherChain, refusal.Code);
        Assert.Contains(Chain.ToString(), refusal.Detail, StringComparison.Ordinal);
        Assert.Contains(other.ToString(), refusal.Detail, StringComparison.Ordinal);
        DataDirectory.Open(Home, Chain).Value.Dispose();
    }

    [Fact]
    public void Open_Twice_IsRefusedAsLocked()
    {
        using DataDirectory first = DataDirectory.Open(Home, Chain).Value;
        Assert.Equal(StorageErrors.Locked, DataDirectory.Open(Home, Chain).Refusal?.Code);
    }

    [Fact]
    public void Open_UnknownSchema_IsRefused()
    {
        DataDirectory.Open(Home, Chain).Value.Dispose();
        File.WriteAllText(Path.Combine(Home, "SCHEMA"), "2\n");
        Assert.Equal(StorageErrors.UnknownVersion, DataDirectory.Open(Home, Chain).Refusal?.Code);
    }

    [Theory]
    [InlineData("CHAIN")]
    [InlineData("SCHEMA")]
    public void Open_MarkerLostWithData_IsRefused(string marker)
    {
        using (DataDirectory directory = DataDirectory.Open(Home, Chain).Value)
        {
            File.WriteAllText(Path.Combine(directory.DatabaseDirectory, "CURRENT"), "x");
        }

        File.Delete(Path.Combine(Home, marker));
        Assert.Equal(StorageErrors.Incomplete, DataDirectory.Open(Home, Chain).Refusal?.Code);
    }

    [Fact]
    public void Open_MarkerLostWithoutData_IsMadeAgain()
    {
        DataDirectory.Open(Home, Chain).Value.Dispose();
        File.Delete(Path.Combine(Home, "CHAIN"));
        using DataDirectory directory = DataDirectory.Open(Home, Chain).Value;
        Assert.True(directory.Created);
    }

    [Fact]
    public void Open_GarbledChainFile_IsRefused()
    {
        DataDirectory.Open(Home, Chain).Value.Dispose();
        File.WriteAllText(Path.Combine(Home, "CHAIN"), new string('x', 5000));
        Assert.Equal(StorageErrors.OtherChain, DataDirectory.Open(Home, Chain).Refusal?.Code);
    }
}
