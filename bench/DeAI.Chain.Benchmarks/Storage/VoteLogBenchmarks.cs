using BenchmarkDotNet.Attributes;
using DeAI.Chain.Primitives;
using DeAI.Chain.Storage.Votes;

namespace DeAI.Chain.Benchmarks.Storage;

/// <summary>What the vote log adds to the time before a vote.</summary>
public class VoteLogBenchmarks
{
    private readonly byte[] _record = new byte[180];
    private string _directory = string.Empty;
    private VoteLog _log = null!;

    [GlobalSetup]
    public void Setup()
    {
        _directory = Directory.CreateTempSubdirectory("deai-bench-").FullName;
        byte[] one = new byte[32];
        one[0] = 1;
        VoteLogOpening opening = VoteLog.Open(Path.Combine(_directory, "votes.log"), new VoteLogIdentity(new ChainId(one), new PublicKey(one)));
        _log = ((VoteLogOpened)opening).Log;
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _log.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Benchmark]
    public void AppendAndFlush()
    {
        _log.Append(_record);
        _log.Flush();
        PruneWhenLarge();
    }

    [Benchmark]
    public void AppendOnly()
    {
        _log.Append(_record);
        PruneWhenLarge();
    }

    private void PruneWhenLarge()
    {
        if (_log.Count >= 100_000)
        {
            _log.Prune(_ => false);
        }
    }
}
