using System.Net.Sockets;
using DeAI.Chain.Primitives;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Network;

/// <summary>Keeps dialling one peer for as long as there is no session with it, whoever dialled that.</summary>
internal sealed class Dialer(
    PeerEndpoint target, PeerNetworkOptions options, SessionHost host, NetworkMetrics metrics, TimeProvider time, ILogger logger)
{
    private readonly Backoff _backoff = new(options.RedialBase, options.RedialCap, Random.Shared);

    public PeerEndpoint Target => target;

    /// <summary>Runs until cancelled, and then returns.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await UntilDisconnectedAsync(stop);
                Result<PeerSession> dialled = await DialAsync(stop);
                TimeSpan delay = _backoff.Next();
                if (dialled.Refusal is { } refusal && host.Table.Find(target.Key) is null)
                {
                    metrics.DialFailed(refusal.Code);
                    host.NoteError(target.Key, refusal);
                    NetworkLog.DialFailed(logger, target.Key, target.Address, refusal, delay);
                }

                // Also after success: a peer that accepts and drops at once must not be dialled without pause.
                await UntilDisconnectedAsync(stop);
                await Task.Delay(delay, time, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The peer left the list, or the node stops.
            return;
        }
    }

    private async Task UntilDisconnectedAsync(CancellationToken stop)
    {
        while (host.Table.Find(target.Key) is { } session)
        {
            await session.Forgotten.WaitAsync(stop);
            if (time.GetElapsedTime(session.Established) > options.RedialCap)
            {
                _backoff.Reset();
            }
        }
    }

    private async Task<Result<PeerSession>> DialAsync(CancellationToken stop)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            using CancellationTokenSource timeout = new(options.HandshakeTimeout, time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, timeout.Token);
            await socket.ConnectAsync(target.Address.Host, target.Address.Port, either.Token);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            socket.Dispose();
            return Result.Refuse<PeerSession>(
                NetworkErrors.DialFailed, e is OperationCanceledException ? $"no connection within {options.HandshakeTimeout}" : e.Message);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return await host.EstablishAsync(socket, target.Key, stop);
    }
}
