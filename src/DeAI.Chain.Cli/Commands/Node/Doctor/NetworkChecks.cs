using System.Net;
using System.Net.Sockets;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Network;
using DeAI.Chain.Node.Configuration;

namespace DeAI.Chain.Cli.Commands.Node.Doctor;

/// <summary>The node's own ports, and whether its peers' can be reached.</summary>
internal sealed class NetworkChecks(NodeConfiguration configuration, GenesisDocument? genesis, PublicKey key)
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(2);

    public IEnumerable<Finding> CheckPorts() =>
    [
        CheckPort("listen", configuration.Listen), CheckPort("grpc", configuration.Grpc), CheckPort("metrics", configuration.Metrics),
    ];

    public async Task<IReadOnlyList<Finding>> CheckPeersAsync(CancellationToken stop)
    {
        List<Finding> findings = [];
        PeerSetting[] others = [.. configuration.Peers.Where(peer => peer.Key != key)];
        if (others.Length < configuration.Peers.Count)
        {
            findings.Add(Finding.Warning("peers.self", "the node is in its own list of peers", "remove its own key from 'peers'"));
        }

        if (others.Length == 0 && genesis is { Validators.Count: > 1 })
        {
            findings.Add(Finding.Warning("peers", "there are no peers to dial", "right only if the others dial this node; otherwise name them in 'peers'"));
        }

        bool[] reached = await Task.WhenAll(others.Select(peer => CanReachAsync(peer.Address, stop)));
        for (int i = 0; i < others.Length; i++)
        {
            string detail = $"{others[i].Address} ({others[i].Key})";
            findings.Add(reached[i]
                ? Finding.Ok("peer", $"{detail} answers")
                : Finding.Warning("peer", $"{detail} does not answer", "start it, or check its address and the firewalls between; the node goes on dialling"));
        }

        return findings;
    }

    private static Finding CheckPort(string setting, PeerAddress address)
    {
        string check = "port." + setting;
        string remedy = $"stop what uses it (ss -ltnp shows it), or set '{setting}' to another port";
        try
        {
            IPAddress ip = IPAddress.TryParse(address.Host, out IPAddress? parsed) ? parsed : Dns.GetHostAddresses(address.Host)[0];
            using TcpListener listener = new(ip, address.Port);
            listener.Start();
            return Finding.Ok(check, $"{address} is free");
        }
        catch (SocketException error)
        {
            return Finding.Error(check, $"{address}: {error.Message}", remedy);
        }
    }

    private static async Task<bool> CanReachAsync(PeerAddress address, CancellationToken stop)
    {
        using TcpClient client = new();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(ConnectLimit);
        try
        {
            await client.ConnectAsync(address.Host, address.Port, limit.Token);
            return true;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            stop.ThrowIfCancellationRequested();
            return false;
        }
    }
}
