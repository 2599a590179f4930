using System.Diagnostics;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Client;
using DeAI.Chain.Grpc;
using Google.Protobuf;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Cli.Commands.LocalNet.Trials;

/// <summary>One node, asked for itself: a client of several nodes would go on to another where one does not answer.</summary>
public sealed class NodeProbe : IDisposable
{
    private const int Parallel = 16;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly HttpClient Pages = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly Uri _readiness;

    public NodeProbe(LocalNode node, Uri? grpc = null, TimeSpan? callLimit = null)
    {
        Node = node;
        _readiness = new Uri($"http://{node.Metrics}/readyz");
        Client = new ChainClient(new ChainClientOptions { Nodes = [grpc ?? new Uri("http://" + node.Grpc)], CallTimeout = callLimit ?? TimeSpan.FromSeconds(20) });
    }

    public LocalNode Node { get; }

    public ChainClient Client { get; }

    public Task<NodeStatus> StatusAsync(CancellationToken cancel = default) => Client.Node.GetStatusAsync(new GetStatusRequest(), cancel);

    public async Task<ulong> HeightAsync(CancellationToken cancel = default) => (await StatusAsync(cancel)).FinalizedHeight;

    public async Task<BlockHeader> HeaderAsync(ulong height, CancellationToken cancel = default)
    {
        ListBlocksResponse page = await Client.Blocks.ListAsync(new ListBlocksRequest { FromHeight = height, PageSize = 1 }, cancel);
        return page.Headers.Count == 1 && page.Headers[0].Height == height
            ? page.Headers[0]
            : throw new CliException("trial.no_block", $"{Node.Name} shows no block {height}", "see its log");
    }

    /// <summary>Whether its page /readyz says so. False where nobody listens.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancel = default)
    {
        try
        {
            using HttpResponseMessage answer = await Pages.GetAsync(_readiness, cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <exception cref="CliException">It was not within the limit.</exception>
    public async Task WaitUntilReadyAsync(TimeSpan limit, CancellationToken cancel = default)
    {
        long started = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync(cancel))
        {
            await PauseAsync(started, limit, "was not ready", cancel);
        }
    }

    /// <exception cref="CliException">It was not there within the limit.</exception>
    public async Task WaitForHeightAsync(ulong height, TimeSpan limit, CancellationToken cancel = default)
    {
        long started = Stopwatch.GetTimestamp();
        while (await HeightOrZeroAsync(cancel) < height)
        {
            await PauseAsync(started, limit, $"had not finalized block {height}", cancel);
        }
    }

    /// <summary>The final height, or 0 where the node does not answer.</summary>
    public async Task<ulong> HeightOrZeroAsync(CancellationToken cancel = default)
    {
        try
        {
            return await HeightAsync(cancel);
        }
        catch (RpcException)
        {
            return 0;
        }
    }

    /// <summary>The sum of a metric over its labels.</summary>
    /// <exception cref="CliException">The node has none of that name.</exception>
    public async Task<double> MetricAsync(string name, CancellationToken cancel = default)
    {
        Metrics all = await Client.Node.GetMetricsAsync(new GetMetricsRequest(), cancel);
        Metric[] named = [.. all.Metrics_.Where(metric => metric.Name == name)];
        return named.Length > 0 ? named.Sum(static metric => metric.Value) : throw new CliException("trial.no_metric", $"{Node.Name} has no metric {name}", string.Empty);
    }

    /// <summary>Those that this node does not show with a receipt that says applied, at the height that was acknowledged.</summary>
    public async Task<IReadOnlyList<AcknowledgedTransfer>> MissingAsync(IReadOnlyList<AcknowledgedTransfer> acknowledged, CancellationToken cancel = default)
    {
        List<AcknowledgedTransfer> missing = [];
        ParallelOptions options = new() { MaxDegreeOfParallelism = Parallel, CancellationToken = cancel };
        await System.Threading.Tasks.Parallel.ForEachAsync(acknowledged, options, async (transfer, stop) =>
        {
            if (!await HoldsAsync(transfer, stop))
            {
                lock (missing)
                {
                    missing.Add(transfer);
                }
            }
        });
        return missing;
    }

    public void Dispose() => Client.Dispose();

    private async Task<bool> HoldsAsync(AcknowledgedTransfer transfer, CancellationToken cancel)
    {
        try
        {
            Transaction found = await Client.Transactions.GetAsync(new GetTransactionRequest { Id = ByteString.CopyFrom(transfer.Id.ToArray()) }, cancel);
            return found.Height == transfer.Height && found.Receipt.Applied && found.Receipt.Transaction.Span.SequenceEqual(transfer.Id.ToArray());
        }
        catch (ChainRefusedException refused) when (refused.Category == StatusCode.NotFound)
        {
            return false;
        }
    }

    private async Task PauseAsync(long started, TimeSpan limit, string what, CancellationToken cancel)
    {
        if (Stopwatch.GetElapsedTime(started) > limit)
        {
            throw new CliException("trial.too_slow", $"{Node.Name} {what} within {limit.TotalSeconds:F0} s", $"see its log: {Node.LogFile}");
        }

        await Task.Delay(Poll, cancel);
    }
}
