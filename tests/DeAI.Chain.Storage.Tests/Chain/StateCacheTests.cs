using System.Collections.Immutable;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Storage.Tests.Chain;

public sealed class StateCacheTests
{
    [Fact]
    public void TryGet_UnknownKey_IsAMiss()
    {
        StateCache cache = new();

        Assert.False(cache.TryGet(Key(1), out _, out _));
    }

    [Fact]
    public void TryGet_AfterReadOfAbsentValue_KnowsThatItIsAbsent()
    {
        StateCache cache = new();
        cache.TryGet(Key(1), out _, out ulong version);
        cache.Add(Key(1), null, version);

        Assert.True(cache.TryGet(Key(1), out Blob? value, out _));
        Assert.Null(value);
    }

    [Fact]
    public void Add_CommitCameBetween_IsNotKept()
    {
        StateCache cache = new();
        cache.TryGet(Key(1), out _, out ulong version);
        cache.Commit([new StateChange(new Blob(Key(1)), Value(2))]);
        cache.Add(Key(1), Value(1), version);

        Assert.True(cache.TryGet(Key(1), out Blob? value, out _));
        Assert.Equal(Value(2), value);
    }

    [Fact]
    public void Commit_Deletion_IsKnownAsAbsent()
    {
        StateCache cache = new();
        cache.Commit([new StateChange(new Blob(Key(1)), Value(1))]);
        cache.Commit([new StateChange(new Blob(Key(1)), null)]);

        Assert.True(cache.TryGet(Key(1), out Blob? value, out _));
        Assert.Null(value);
    }

    [Fact]
    public void Commit_ValueTooLongToKeep_ForgetsTheOneBefore()
    {
        StateCache cache = new(maxValueBytes: 4);
        cache.Commit([new StateChange(new Blob(Key(1)), Value(1))]);
        cache.Commit([new StateChange(new Blob(Key(1)), new Blob(new byte[5]))]);

        Assert.False(cache.TryGet(Key(1), out _, out _));
    }

    [Fact]
    public void TryGet_ManyKeysCommitted_KeepsTheNewestAndStaysBounded()
    {
        StateCache cache = new(maxEntries: 8);
        for (byte i = 0; i < 100; i++)
        {
            cache.Commit([new StateChange(new Blob(Key(i)), Value(i))]);
        }

        int known = Enumerable.Range(0, 100).Count(i => cache.TryGet(Key((byte)i), out _, out _));
        Assert.InRange(known, 4, 8);
    }

    [Fact]
    public void TryGet_UsedAgainAndAgain_SurvivesOthers()
    {
        StateCache cache = new(maxEntries: 8);
        cache.Commit([new StateChange(new Blob(Key(200)), Value(200))]);
        for (byte i = 0; i < 100; i++)
        {
            cache.Commit([new StateChange(new Blob(Key(i)), Value(i))]);
            Assert.True(cache.TryGet(Key(200), out Blob? value, out _));
            Assert.Equal(Value(200), value);
        }
    }

    /// <summary>Whatever order reads, fills and commits come in, a hit is the newest committed value.</summary>
    [Fact]
    public void TryGet_RandomReadsAndCommits_NeverGivesAnOldValue()
    {
        Random random = new(7);
        StateCache cache = new(maxEntries: 16);
        Dictionary<byte, Blob?> truth = [];
        List<ReadInFlight> reads = [];
        for (int step = 0; step < 50_000; step++)
        {
            byte key = (byte)random.Next(32);
            switch (random.Next(3))
            {
                case 0:
                    Blob? written = random.Next(4) == 0 ? null : Value((byte)random.Next(256));
                    truth[key] = written;
                    cache.Commit([new StateChange(new Blob(Key(key)), written)]);
                    break;
                case 1:
                    if (cache.TryGet(Key(key), out Blob? hit, out ulong version))
                    {
                        Assert.Equal(truth.GetValueOrDefault(key), hit);
                    }
                    else
                    {
                        reads.Add(new ReadInFlight(key, truth.GetValueOrDefault(key), version));
                    }

                    break;
                default:
                    if (reads.Count > 0)
                    {
                        ReadInFlight read = reads[random.Next(reads.Count)];
                        reads.Remove(read);
                        cache.Add(Key(read.Key), read.Value, read.Version);
                    }

                    break;
            }
        }
    }

    private static byte[] Key(byte number) => [1, 2, number];

    private static Blob Value(byte number) => new(new byte[] { number, 1 });

    private sealed record ReadInFlight(byte Key, Blob? Value, ulong Version);
}
