using DeAI.Chain.Api.V1;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Cli.Commands.LocalNet.Trials;

/// <summary>What holds at any time on nodes of one network. Each check throws <see cref="TrialViolationException"/> where it does not.</summary>
public static class ClusterChecks
{
    private const string EventsOfOffences = "accountability.offence_proven";

    /// <summary>
    /// At the lowest final height of the nodes all have the same block, so the same chain below it, and the same state root.
    /// </summary>
    /// <returns>That block's header.</returns>
    public static async Task<BlockHeader> SameChainAsync(IReadOnlyList<NodeProbe> nodes, CancellationToken cancel = default)
    {
        ulong[] heights = await Task.WhenAll(nodes.Select(node => node.HeightAsync(cancel)));
        ulong common = heights.Min();
        BlockHeader[] headers = await Task.WhenAll(nodes.Select(node => node.HeaderAsync(common, cancel)));
        for (int i = 1; i < headers.Length; i++)
        {
            if (headers[i].Digest != headers[0].Digest || headers[i].StateRoot != headers[0].StateRoot)
            {
                throw new TrialViolationException(
                    $"fork at height {common}: {nodes[0].Node.Name} has block {Hex(headers[0].Digest)} with state {Hex(headers[0].StateRoot)}, "
                    + $"{nodes[i].Node.Name} has {Hex(headers[i].Digest)} with {Hex(headers[i].StateRoot)}");
            }
        }

        return headers[0];
    }

    /// <summary>The node shows each of these transfers with its receipt.</summary>
    public static async Task HoldsAllAsync(NodeProbe node, IReadOnlyList<AcknowledgedTransfer> acknowledged, CancellationToken cancel = default)
    {
        IReadOnlyList<AcknowledgedTransfer> missing = await node.MissingAsync(acknowledged, cancel);
        if (missing.Count > 0)
        {
            throw new TrialViolationException(
                $"{node.Node.Name} does not show {missing.Count} of {acknowledged.Count} acknowledged transfers, such as {missing[0].Id} at height {missing[0].Height}");
        }
    }

    /// <summary>A node that had finalized this block has it still.</summary>
    public static async Task StillHasAsync(NodeProbe node, BlockHeader block, CancellationToken cancel = default)
    {
        if ((await node.HeaderAsync(block.Height, cancel)).Digest != block.Digest)
        {
            throw new TrialViolationException($"{node.Node.Name} has another block at height {block.Height} than it had before");
        }
    }

    /// <summary>The node has seen no validator contradict itself beyond what the chain records.</summary>
    public static async Task NoPendingEvidenceAsync(NodeProbe node, CancellationToken cancel = default)
    {
        if (await node.MetricAsync("deai_evidence_pending", cancel) > 0)
        {
            throw new TrialViolationException($"{node.Node.Name} holds evidence of contradicting signatures");
        }
    }

    /// <summary>The chain records no contradicting signatures.</summary>
    /// <param name="from">The first height to search.</param>
    public static async Task NoOffenceAsync(NodeProbe node, ulong from = 1, CancellationToken cancel = default)
    {
        SearchRequest request = new() { EventPrefix = EventsOfOffences, FromHeight = from };
        do
        {
            SearchResponse page = await node.Client.Audit.SearchAsync(request, cancel);
            if (page.Transactions.Count > 0)
            {
                throw new TrialViolationException($"the chain records contradicting signatures at height {page.Transactions[0].Height}");
            }

            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
    }

    private static string Hex(Google.Protobuf.ByteString bytes) => Convert.ToHexStringLower(bytes.Span)[..16];
}
