using System.Threading.Channels;
using static DeAI.Chain.Grpc.Health.V1.HealthCheckResponse.Types;

namespace DeAI.Chain.Grpc.Health;

/// <summary>The serving status of each service, by full name; the empty name stands for the server as a whole. Safe for concurrent use.</summary>
public sealed class HealthRegistry
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ServingStatus> _statuses = new() { [""] = ServingStatus.NotServing };
    private readonly Dictionary<string, HashSet<Channel<ServingStatus>>> _watchers = [];

    /// <summary>Sets a status and tells the watchers. A server starts as not serving.</summary>
    public void Set(string service, bool serving)
    {
        ServingStatus status = serving ? ServingStatus.Serving : ServingStatus.NotServing;
        lock (_gate)
        {
            if (_statuses.TryGetValue(service, out ServingStatus before) && before == status)
            {
                return;
            }

            _statuses[service] = status;
            foreach (Channel<ServingStatus> watcher in _watchers.GetValueOrDefault(service) ?? [])
            {
                watcher.Writer.TryWrite(status);
            }
        }
    }

    /// <summary>The status; null for a service that was never set.</summary>
    public bool? IsServing(string service)
    {
        lock (_gate)
        {
            return _statuses.TryGetValue(service, out ServingStatus status) ? status == ServingStatus.Serving : null;
        }
    }

    /// <summary>The present status, then changes. A slow watcher skips to the newest.</summary>
    internal async IAsyncEnumerable<ServingStatus> WatchAsync(
        string service, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var changes = Channel.CreateBounded<ServingStatus>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            changes.Writer.TryWrite(_statuses.GetValueOrDefault(service, ServingStatus.ServiceUnknown));
            if (!_watchers.TryGetValue(service, out HashSet<Channel<ServingStatus>>? watchers))
            {
                _watchers[service] = watchers = [];
            }

            watchers.Add(changes);
        }

        try
        {
            await foreach (ServingStatus status in changes.Reader.ReadAllAsync(cancellation))
            {
                yield return status;
            }
        }
        finally
        {
            Forget(service, changes);
        }
    }

    private void Forget(string service, Channel<ServingStatus> watcher)
    {
        lock (_gate)
        {
            HashSet<Channel<ServingStatus>> watchers = _watchers[service];
            watchers.Remove(watcher);
            if (watchers.Count == 0)
            {
                // Clients choose the name: what nobody watches any more may not stay.
                _watchers.Remove(service);
            }
        }
    }
}
