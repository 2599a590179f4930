using DeAI.Chain.Primitives;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Network;

/// <summary>One dialer per wanted peer. The list may be replaced at any time.</summary>
internal sealed class DialerSet(
    PublicKey self, PeerNetworkOptions options, SessionHost host, NetworkMetrics metrics, TimeProvider time, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<PublicKey, DialerRun> _runs = [];
    private readonly List<Task> _ending = [];
    private bool _stopped;

    public IReadOnlyList<PeerEndpoint> Targets
    {
        get
        {
            lock (_gate)
            {
                return [.. _runs.Values.Select(run => run.Target)];
            }
        }
    }

    public Result Set(IReadOnlyCollection<PeerEndpoint> peers)
    {
        Dictionary<PublicKey, PeerEndpoint> wanted = [];
        foreach (PeerEndpoint peer in peers)
        {
            if (peer.Key.IsDefault || string.IsNullOrEmpty(peer.Address.Host) || peer.Address.Port is < 1 or > ushort.MaxValue)
            {
                return Result.Refuse(NetworkErrors.BadAddress, $"peer {peer.Key} at '{peer.Address}' cannot be dialled");
            }

            if (peer.Key != self && !wanted.TryAdd(peer.Key, peer))
            {
                return Result.Refuse(NetworkErrors.BadAddress, $"peer {peer.Key} is listed twice");
            }
        }

        lock (_gate)
        {
            if (!_stopped)
            {
                Replace(wanted);
            }
        }

        return Result.Ok;
    }

    public async Task StopAsync()
    {
        Task[] ending;
        lock (_gate)
        {
            _stopped = true;
            Replace([]);
            ending = [.. _ending];
        }

        await Task.WhenAll(ending);
    }

    private void Replace(Dictionary<PublicKey, PeerEndpoint> wanted)
    {
        foreach (DialerRun run in _runs.Values.ToArray())
        {
            if (wanted.GetValueOrDefault(run.Target.Key) != run.Target)
            {
                _runs.Remove(run.Target.Key);
                _ending.Add(run.DisposeAsync().AsTask());
                host.ForgetError(run.Target.Key);
            }
        }

        _ending.RemoveAll(task => task.IsCompleted);
        foreach (PeerEndpoint target in wanted.Values)
        {
            if (!_runs.ContainsKey(target.Key))
            {
                _runs.Add(target.Key, new DialerRun(new Dialer(target, options, host, metrics, time, logger)));
            }
        }
    }
}
