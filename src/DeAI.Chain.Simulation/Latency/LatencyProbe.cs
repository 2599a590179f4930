using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Simulation.Cluster;

namespace DeAI.Chain.Simulation.Latency;

/// <summary>Notes when each transfer and each block passes each step, and counts what it took.</summary>
internal sealed class LatencyProbe(LatencyOptions options)
{
    private readonly Dictionary<Hash256, Submitted> _submitted = [];
    private readonly Dictionary<Hash256, BlockTimes> _blocks = [];
    private readonly Dictionary<(int Node, ulong View), long> _entered = [];
    private readonly Dictionary<(int Node, Hash256 Transaction), long> _held = [];
    private readonly Dictionary<(int Node, Hash256 Block), long> _commitAsked = [];
    private readonly List<Sample> _samples = [];
    private readonly List<VerificationCache> _caches = [];
    private long _frames;
    private long _bytes;
    private long _checks;

    public bool ToEveryNode => options.EveryValidator;

    /// <summary>A cache for each node, as each has its own in production, that counts what it does not hold.</summary>
    public VerificationCache CacheOf(World world, int node)
    {
        while (_caches.Count <= node)
        {
            _caches.Add(new VerificationCache(check: (key, message, signature) =>
            {
                _checks++;
                return world.Memory.Verify(key, message, signature);
            }));
        }

        return _caches[node];
    }

    public void Submit(int node, Hash256 transaction, long nowMs)
    {
        if (_submitted.TryAdd(transaction, new Submitted([], nowMs)) || options.EveryValidator)
        {
            _submitted[transaction].Nodes.Add(node);
            Held(node, transaction, nowMs);
        }
    }

    /// <summary>A node has a transfer in its mempool.</summary>
    public void Held(int node, Hash256 transaction, long nowMs) => _held.TryAdd((node, transaction), nowMs);

    public void Built(int leader, ExecutedBlock block, long begunMs) => _blocks.TryAdd(block.Digest, new BlockTimes(leader, begunMs));

    public void Proposed(Hash256 block, long nowMs)
    {
        if (_blocks.TryGetValue(block, out BlockTimes? times) && times.ProposedMs < 0)
        {
            times.ProposedMs = nowMs;
        }
    }

    public void Entered(int node, View view, long nowMs) => _entered.TryAdd((node, view.Value), nowMs);

    public void CommitAsked(int node, ImmutableArray<ExecutedBlock> blocks, long nowMs)
    {
        foreach (ExecutedBlock block in blocks)
        {
            _commitAsked.TryAdd((node, block.Digest), nowMs);
        }
    }

    public void Committed(int node, ImmutableArray<ExecutedBlock> blocks, long nowMs)
    {
        foreach (ExecutedBlock block in blocks)
        {
            foreach (Hash256 transaction in block.Transactions.Select(static transaction => transaction.Id))
            {
                if (_submitted.TryGetValue(transaction, out Submitted? submitted) && !submitted.IsFinal && submitted.Nodes.Contains(node))
                {
                    submitted.IsFinal = true;
                    _samples.Add(SampleOf(node, block, transaction, submitted.AtMs, nowMs));
                }
            }
        }
    }

    public void Sent(int bytes)
    {
        _frames++;
        _bytes += bytes;
    }

    public LatencyReport Report(long heights, long virtualMs)
    {
        double blocks = Math.Max(1, heights);
        return new LatencyReport(
            options,
            _samples.Count,
            Percentile(_samples.Select(static sample => sample.FinalMs - sample.SubmittedMs), 50),
            Percentile(_samples.Select(static sample => sample.FinalMs - sample.SubmittedMs), 99),
            Percentile(_samples.Where(static sample => sample.IsLeaders).Select(static sample => sample.FinalMs - sample.SubmittedMs), 50),
            Percentile(_samples.Select(static sample => sample.FinalMs - sample.ProposedMs), 50),
            new LatencyStages(
                Mean(static sample => sample.HeldMs - sample.SubmittedMs),
                Mean(static sample => sample.BegunMs - sample.HeldMs),
                Mean(static sample => sample.ProposedMs - sample.BegunMs),
                Mean(static sample => sample.NotarizedMs - sample.ProposedMs),
                Mean(static sample => sample.FinalizedMs - sample.NotarizedMs),
                Mean(static sample => sample.FinalMs - sample.FinalizedMs)),
            heights,
            virtualMs / blocks,
            _frames / blocks,
            _bytes / blocks,
            _checks / blocks / options.Validators);
    }

    private Sample SampleOf(int node, ExecutedBlock block, Hash256 transaction, long submittedMs, long nowMs)
    {
        BlockTimes times = _blocks[block.Digest];
        long notarized = _entered.GetValueOrDefault((node, block.Header.View.Value + 1), nowMs);
        long held = _held.GetValueOrDefault((times.Leader, transaction), submittedMs);
        return new Sample(
            submittedMs, held, times.BegunMs, times.ProposedMs, notarized, _commitAsked.GetValueOrDefault((node, block.Digest), nowMs), nowMs, times.Leader == node);
    }

    private double Mean(Func<Sample, long> value) => _samples.Count == 0 ? 0 : _samples.Average(sample => (double)value(sample));

    /// <summary>By nearest rank; -1 of nothing.</summary>
    private static long Percentile(IEnumerable<long> values, int percent)
    {
        long[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? -1 : sorted[Math.Max(0, (((sorted.Length * percent) + 99) / 100) - 1)];
    }

    private sealed record Submitted(SortedSet<int> Nodes, long AtMs)
    {
        public bool IsFinal { get; set; }
    }

    private sealed record BlockTimes(int Leader, long BegunMs)
    {
        public long ProposedMs { get; set; } = -1;
    }

    private sealed record Sample(
        long SubmittedMs, long HeldMs, long BegunMs, long ProposedMs, long NotarizedMs, long FinalizedMs, long FinalMs, bool IsLeaders);
}
