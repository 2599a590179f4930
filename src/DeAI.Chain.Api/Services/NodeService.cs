using DeAI.Chain.Api.Translation;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api.Services;

/// <summary>The node itself.</summary>
internal sealed class NodeService(INodeBackend backend)
{
    public GrpcServiceBinding Bind() => new GrpcServiceBuilder(V1.NodeReflection.Descriptor.Services[0])
        .Unary<V1.GetStatusRequest, V1.NodeStatus>("GetStatus", (_, _) => Task.FromResult(Status()))
        .Unary<V1.ListPeersRequest, V1.ListPeersResponse>("ListPeers", (_, _) => Task.FromResult(Peers()))
        .Unary<V1.GetMetricsRequest, V1.Metrics>("GetMetrics", (_, _) => Task.FromResult(Metrics()))
        .Unary<V1.GetGenesisRequest, V1.GenesisFile>("GetGenesis", (_, _) =>
            Task.FromResult(new V1.GenesisFile { Json = backend.Chain.GenesisJson }))
        .Build();

    private V1.NodeStatus Status()
    {
        NodeReport report = backend.ReadStatus();
        using IFinalState state = backend.OpenState();
        BlockHeader header = state.Header;
        return new V1.NodeStatus
        {
            Chain = Fields.Of(backend.Chain.Chain.Value),
            ChainName = backend.Chain.Name,
            NodeKey = Fields.Of(report.NodeKey),
            Role = report.Role,
            FinalizedHeight = header.Height.Value,
            FinalizedDigest = Fields.Of(header.Digest),
            StateRoot = Fields.Of(header.StateRoot),
            View = report.View.Value,
            Epoch = header.Epoch.Value,
            MempoolTransactions = (uint)report.MempoolTransactions,
            ConnectedPeers = (uint)report.ConnectedPeers,
            Syncing = report.Syncing,
            Version = report.Version,
            UptimeMs = (ulong)report.Uptime.TotalMilliseconds,
            Degraded = report.Degraded,
        };
    }

    private V1.ListPeersResponse Peers()
    {
        V1.ListPeersResponse response = new();
        response.Peers.AddRange(backend.ReadPeers().Select(static peer => new V1.Peer
        {
            Key = Fields.Of(peer.Key),
            Address = peer.Address,
            Role = peer.Role,
            Connected = peer.Connected,
            RoundTripMs = peer.RoundTrip.TotalMilliseconds,
            BytesIn = (ulong)peer.BytesIn,
            BytesOut = (ulong)peer.BytesOut,
            LastError = peer.LastError,
        }));
        return response;
    }

    private V1.Metrics Metrics()
    {
        V1.Metrics response = new();
        foreach (MetricSample sample in backend.ReadMetrics())
        {
            V1.Metric metric = new() { Name = sample.Name, Value = sample.Value };
            foreach (KeyValuePair<string, string> label in sample.Labels)
            {
                metric.Labels.Add(label.Key, label.Value);
            }

            response.Metrics.Add(metric);
        }

        return response;
    }
}
