using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Network;
using DeAI.Chain.Node.Configuration;
using DeAI.Chain.Node.Runtime;
using DeAI.Chain.Node.Telemetry;
using DeAI.Chain.Replica;
using DeAI.Chain.Replica.Blocks;
using DeAI.Chain.Replica.Mempool;
using DeAI.Chain.Storage;
using DeAI.Chain.Storage.Chain;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Node.Composition;

/// <summary>A whole node: validator and auditor are configurations of it. Open, start, wait for <see cref="Failed"/>, dispose.</summary>
public sealed class NodeHost : IAsyncDisposable
{
    private readonly NodeConfiguration _configuration;
    private readonly NodeResources _resources;
    private readonly NodeEdges _edges;
    private readonly CancellationTokenSource _stop = new();
    private Task _pump = Task.CompletedTask;

    private NodeHost(NodeConfiguration configuration, NodeResources resources, TimeProvider time, ILoggerFactory logs)
    {
        _configuration = configuration;
        _resources = resources;
        _edges = new NodeEdges(configuration, resources, time, logs);
    }

    /// <summary>Completes with the reason if the node can go on no more.</summary>
    public Task<Refusal> Failed => _resources.Parts.Failure.Failed;

    public PublicKey Key => _resources.Network.PublicKey;

    public ChainId Chain => _resources.Directory.Chain;

    /// <summary>What the services see of this node.</summary>
    public Api.INodeBackend Backend => _edges.Backend;

    internal NodeResources Resources => _resources;

    /// <summary>Opens disk and keys and restores the replica. Nothing is listening yet.</summary>
    public static Result<NodeHost> Open(
        NodeConfiguration configuration, Func<string, string?> environment, TimeProvider time, ILoggerFactory logs)
    {
        if (!ReadFile(configuration.GenesisFile).TryGet(out string json, out Refusal? refusal)
            || !GenesisDocument.Parse(json).TryGet(out GenesisDocument document, out refusal))
        {
            return Result.Refuse<NodeHost>(refusal);
        }

        if (!NodeKeys.Open(configuration, environment).TryGet(out SigningKey key, out refusal)
            || !DataDirectory.Open(configuration.Home, document.Chain).TryGet(out DataDirectory directory, out refusal))
        {
            return Result.Refuse<NodeHost>(refusal);
        }

        if (!NodeKeys.Certificate(configuration.Home, time).TryGet(out TlsCertificate certificate, out refusal))
        {
            directory.Dispose();
            return Result.Refuse<NodeHost>(refusal);
        }

        try
        {
            Result<NodeResources> resources = NodeResources.Open(configuration, document, json, directory, key, certificate, time, logs);
            return resources.TryGet(out NodeResources opened, out refusal)
                ? Result.Of(new NodeHost(configuration, opened, time, logs))
                : Result.Refuse<NodeHost>(refusal);
        }
        catch (StorageFullException full)
        {
            directory.Dispose();
            return Result.Refuse<NodeHost>(NodeErrors.DiskFull, $"{full.Message}. Make space, then start the node again.");
        }
    }

    /// <summary>Connects to peers and takes part.</summary>
    public async Task<Result> StartAsync(CancellationToken cancel = default)
    {
        PeerNetwork network = _resources.Network;
        _resources.Loop.Start(_stop.Token);
        Result listening = await network.StartAsync(cancel);
        if (!listening.IsOk)
        {
            return listening;
        }

        Result peers = network.SetPeers([.. _configuration.Peers.Select(static peer => new PeerEndpoint(peer.Key, peer.Address))]);
        if (!peers.IsOk)
        {
            return peers;
        }

        Result serving = await _edges.StartAsync(cancel);
        if (!serving.IsOk)
        {
            return serving;
        }

        _pump = Task.Run(Pump, CancellationToken.None);
        return Result.Ok;
    }

    public async ValueTask DisposeAsync()
    {
        await _edges.DisposeAsync();
        await _stop.CancelAsync();
        await _pump;
        await _resources.DisposeAsync();
        _stop.Dispose();
    }

    private static Result<string> ReadFile(string path)
    {
        try
        {
            return Result.Of(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Result.Refuse<string>(NodeErrors.CannotRead, exception.Message);
        }
    }

    /// <summary>Frames of peers become inputs; a full loop holds the peers back.</summary>
    private async Task Pump()
    {
        try
        {
            await foreach (ReceivedFrame frame in _resources.Network.Received.ReadAllAsync(_stop.Token))
            {
                if (_edges.Readiness.Take(frame))
                {
                    continue;
                }

                _resources.Relay.Pass(frame);
                await _resources.Loop.PostFrameAsync(
                    new ReplicaInput.FrameReceived(frame.Peer, (Channel)frame.Channel, frame.Payload.Memory), _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The node is being stopped.
        }
        catch (Exception exception)
        {
            _resources.Parts.Failure.Report("reading from peers failed", exception);
        }
    }
}
