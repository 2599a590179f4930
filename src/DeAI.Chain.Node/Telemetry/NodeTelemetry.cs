using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Replica;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Node.Telemetry;

/// <summary>Counts and logs what the node does. Names follow OpenTelemetry's; the README lists them.</summary>
internal sealed partial class NodeTelemetry : IDisposable
{
    public const string MeterName = "DeAI.Chain.Node";

    private readonly Meter _meter = new(MeterName);
    private readonly ILogger<NodeTelemetry> _logger;
    private readonly TimeProvider _time;
    private readonly Counter<long> _reports;
    private readonly Counter<long> _blocks;
    private readonly Counter<long> _transactions;
    private readonly Counter<long> _transactionsRefused;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _chunks;
    private readonly Histogram<double> _commitSeconds;
    private readonly Histogram<double> _executionSeconds;
    private readonly Histogram<double> _finalitySeconds;

    public NodeTelemetry(TimeProvider time, ILogger<NodeTelemetry> logger)
    {
        _time = time;
        _logger = logger;
        _reports = _meter.CreateCounter<long>("deai.reports", description: "What the replica refused or noted, by name and reason.");
        _blocks = _meter.CreateCounter<long>("deai.blocks.committed", description: "Blocks made durable.");
        _transactions = _meter.CreateCounter<long>("deai.transactions.committed", description: "Transactions in them, by outcome.");
        _transactionsRefused = _meter.CreateCounter<long>("deai.transactions.refused", description: "Transactions in blocks that their module refused, by reason.");
        _refusals = _meter.CreateCounter<long>("deai.submissions.refused", description: "Transactions of clients that were not accepted, by reason.");
        _chunks = _meter.CreateCounter<long>("deai.snapshot.chunks", description: "Chunks of a state that were fetched and stored.");
        _commitSeconds = _meter.CreateHistogram<double>("deai.commit.duration", "s", "Writing one commit to disk.");
        _executionSeconds = _meter.CreateHistogram<double>("deai.execution.duration", "s", "Building or validating one block.");
        _finalitySeconds = _meter.CreateHistogram<double>("deai.finality.duration", "s", "From a block's time to its commit here.");
    }

    public void Report(ReplicaEffect.Report report)
    {
        _reports.Add(1, new KeyValuePair<string, object?>("name", report.Name), new KeyValuePair<string, object?>("reason", report.Reason.Value));
        LogReport(_logger, report.Name, report.Reason, report.Detail, report.Peer.IsDefault ? "-" : report.Peer.ToShortString());
    }

    public void Refused(ReasonCode reason) => _refusals.Add(1, new KeyValuePair<string, object?>("reason", reason.Value));

    public void Committed(ImmutableArray<ExecutedBlock> blocks)
    {
        long nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        _blocks.Add(blocks.Length);
        foreach (ExecutedBlock block in blocks)
        {
            _finalitySeconds.Record(Math.Max(0, nowMs - (long)block.Header.TimeMs) / 1000.0);
            int applied = 0;
            foreach (Receipt receipt in block.Receipts)
            {
                if (receipt.Status == ReceiptStatus.Applied)
                {
                    applied++;
                }
                else
                {
                    _transactionsRefused.Add(1, new KeyValuePair<string, object?>("reason", receipt.Reason.Value));
                }
            }

            _transactions.Add(applied, new KeyValuePair<string, object?>("outcome", "applied"));
            _transactions.Add(block.Receipts.Length - applied, new KeyValuePair<string, object?>("outcome", "refused"));
        }

        LogCommitted(_logger, blocks[^1].Header.Height, blocks[^1].Header.View, blocks[^1].Transactions.Length, blocks[^1].StateRoot);
    }

    public void ChunkStored() => _chunks.Add(1);

    public IDisposable MeasureCommit() => new Measurement(_commitSeconds);

    public IDisposable MeasureExecution() => new Measurement(_executionSeconds);

    /// <summary>A number that is read when somebody scrapes.</summary>
    public void Observe(string name, string description, Func<long> read) => _meter.CreateObservableGauge(name, read, description: description);

    public void Dispose() => _meter.Dispose();

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name}: {Reason} (peer {Peer}): {Detail}")]
    private static partial void LogReport(ILogger logger, string name, ReasonCode reason, string detail, string peer);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Committed height {Height} (view {View}, {Transactions} transactions), state root {StateRoot}")]
    private static partial void LogCommitted(ILogger logger, Height height, View view, int transactions, Hash256 stateRoot);

    private sealed class Measurement(Histogram<double> histogram) : IDisposable
    {
        private readonly long _started = Stopwatch.GetTimestamp();

        public void Dispose() => histogram.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds);
    }
}
