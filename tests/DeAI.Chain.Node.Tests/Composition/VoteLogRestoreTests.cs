using DeAI.Chain.Node.Tests.Testing;

namespace DeAI.Chain.Node.Tests.Composition;

public sealed class VoteLogRestoreTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_RestartAfterAnyEnd_Signs(bool crash)
    {
        using VoterHome voter = new();
        for (int start = 0; start < 4; start++)
        {
            Assert.Equal(string.Empty, voter.Start());
            voter.Vote(5);
            voter.Stop(crash);
        }
    }

    [Fact]
    public void Open_TwentyRestoredBackups_RefuseToSignEveryTime()
    {
        int refused = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            using VoterHome voter = new();
            Random random = new(seed);
            string backup = RunWithBackup(voter, random);
            voter.Stop(crash: random.Next(2) == 0);
            Lose(voter, backup, seed % 5);
            refused += voter.Start().StartsWith("in quarantine", StringComparison.Ordinal) ? 1 : 0;
            voter.Stop(crash: true);
            refused += voter.Start().StartsWith("in quarantine", StringComparison.Ordinal) ? 1 : 0;
            voter.Stop();
        }

        Assert.Equal(40, refused);
    }

    [Fact]
    public void Open_RestoredAndVouchedFor_Signs()
    {
        using VoterHome voter = new();
        Assert.Equal(string.Empty, voter.Start());
        voter.Vote(3);
        string backup = voter.Backup();
        voter.Stop();
        voter.RestoreHome(backup);
        voter.Trusted = true;
        Assert.Equal(string.Empty, voter.Start());
        voter.Stop();
        voter.Trusted = false;
        Assert.Equal(string.Empty, voter.Start());
        voter.Stop();
    }

    [Fact]
    public void Open_DatabaseBelowTheViewThatVotesWereDroppedTo_RefusesToSign()
    {
        using VoterHome voter = new() { TipView = 5000 };
        Assert.Equal(string.Empty, voter.Start());
        voter.Vote(4100);
        voter.Prune(4000);
        voter.Stop();
        voter.TipView = 3999;
        Assert.Contains("below view 4000", voter.Start(), StringComparison.Ordinal);
        voter.Stop();
    }

    [Fact]
    public void Open_PrunedLogAfterACrash_Signs()
    {
        using VoterHome voter = new() { TipView = 5000 };
        Assert.Equal(string.Empty, voter.Start());
        voter.Vote(4100);
        voter.Prune(4000);
        voter.Vote(3);
        voter.Stop(crash: true);
        Assert.Equal(string.Empty, voter.Start());
        voter.Stop();
    }

    [Fact]
    public void Open_DamagedMarker_RefusesToSign()
    {
        using VoterHome voter = new();
        Assert.Equal(string.Empty, voter.Start());
        voter.Stop();
        byte[] marker = File.ReadAllBytes(voter.Marker);
        for (int i = 0; i < marker.Length; i += 7)
        {
            byte[] flipped = [.. marker];
            flipped[i] ^= 1;
            File.WriteAllBytes(voter.Marker, flipped);
            Assert.Contains("damaged", voter.Start(), StringComparison.Ordinal);
            voter.Stop();
            File.Delete(voter.Marker);
            File.WriteAllBytes(voter.Marker, marker);
        }
    }

    /// <summary>Several sessions with votes, pruning in one of them, and a backup somewhere in between, at rest or while it runs.</summary>
    private static string RunWithBackup(VoterHome voter, Random random)
    {
        string backup = string.Empty;
        int sessions = 1 + random.Next(3);
        int backedUp = random.Next(sessions);
        for (int session = 0; session < sessions; session++)
        {
            Assert.Equal(string.Empty, voter.Start());
            voter.Vote(1 + random.Next(10));
            if (session == backedUp)
            {
                backup = voter.Backup();
            }

            voter.Vote(random.Next(10));
            if (session < sessions - 1)
            {
                voter.Stop(crash: random.Next(2) == 0);
            }
        }

        return backup;
    }

    private static void Lose(VoterHome voter, string backup, int way)
    {
        switch (way)
        {
            case 0 or 1:
                voter.RestoreHome(backup);
                break;
            case 2:
                voter.RestoreVotes(backup);
                break;
            case 3:
                voter.DeleteVotes();
                break;
            default:
                voter.DeleteHome();
                break;
        }
    }
}
