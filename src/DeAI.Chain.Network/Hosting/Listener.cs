using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using DeAI.Chain.Primitives;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Network;

/// <summary>Accepts connections, and no more unproven ones than the limits allow.</summary>
internal sealed class Listener(PeerNetworkOptions options, SessionHost host, NetworkMetrics metrics, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private const int Backlog = 128;
    private static readonly TimeSpan s_pauseAfterError = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<Task, bool> _handshakes = new();
    private readonly Dictionary<UInt128, int> _pendingByAddress = [];
    private readonly Lock _gate = new();
    private readonly LogThrottle _throttle = new(time);
    private Socket? _socket;
    private Task _accepting = Task.CompletedTask;
    private int _pending;

    public int Pending => Volatile.Read(ref _pending);

    public async Task<Result<PeerAddress>> StartAsync(CancellationToken stop)
    {
        PeerAddress listen = options.Listen;
        try
        {
            IPAddress address = await ResolveAsync(listen.Host, stop);
            _socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.Equals(IPAddress.IPv6Any))
            {
                _socket.DualMode = true;
            }

            _socket.Bind(new IPEndPoint(address, listen.Port));
            _socket.Listen(Backlog);
        }
        catch (SocketException e)
        {
            _socket?.Dispose();
            return e.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? Result.Refuse<PeerAddress>(
                    NetworkErrors.PortInUse, $"{listen} is in use by another program; stop it, or give the option Listen another port")
                : Result.Refuse<PeerAddress>(
                    NetworkErrors.CannotListen, $"cannot listen on {listen} ({e.Message}); the option Listen must name an address of this machine");
        }

        int port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        _accepting = AcceptAsync(_socket, stop);
        return Result.Of(listen with { Port = port });
    }

    /// <summary>Call after the token given to <see cref="StartAsync"/> was cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        _socket?.Dispose();
        await _accepting;
        await Task.WhenAll(_handshakes.Keys);
    }

    private static async Task<IPAddress> ResolveAsync(string name, CancellationToken cancel)
    {
        if (IPAddress.TryParse(name, out IPAddress? address))
        {
            return address;
        }

        IPAddress[] found = await Dns.GetHostAddressesAsync(name, cancel);
        return found.Length > 0 ? found[0] : throw new SocketException((int)SocketError.HostNotFound);
    }

    private async Task AcceptAsync(Socket listener, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                Socket socket = await listener.AcceptAsync(stop);
                Begin(socket, stop);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (Exception e)
            {
                if (stop.IsCancellationRequested)
                {
                    return;
                }

                NetworkLog.AcceptFailed(logger, e);
                await Task.Delay(s_pauseAfterError, time, CancellationToken.None);
            }
        }
    }

    private void Begin(Socket socket, CancellationToken stop)
    {
        IPAddress address = (socket.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        UInt128 group = GroupOf(address);
        if (!TryReserve(group))
        {
            socket.Dispose();
            Refused(address.ToString(), new Refusal(NetworkErrors.TooManyConnections, "too many connections without a handshake"));
            return;
        }

        Task handshake = HandleAsync(socket, address, group, stop);
        _handshakes[handshake] = true;
        _ = handshake.ContinueWith(t => _handshakes.TryRemove(t, out _), TaskScheduler.Default);
    }

    private async Task HandleAsync(Socket socket, IPAddress address, UInt128 group, CancellationToken stop)
    {
        await Task.Yield();
        try
        {
            Result<PeerSession> session = await host.EstablishAsync(socket, expected: null, stop);
            if (session.Refusal is { } refusal)
            {
                Refused(address.ToString(), refusal);
            }
        }
        catch (OperationCanceledException)
        {
            // The node stops; the socket was closed on the way out.
            return;
        }
        catch (Exception e)
        {
            NetworkLog.ConnectionFailed(logger, address.ToString(), e);
            metrics.Refused(NetworkErrors.ConnectionLost);
        }
        finally
        {
            Release(group);
        }
    }

    private void Refused(string remote, Refusal refusal)
    {
        metrics.Refused(refusal.Code);
        if (refusal.Code != NetworkErrors.DuplicateSession && _throttle.Permits())
        {
            NetworkLog.ConnectionRefused(logger, remote, refusal);
        }
    }

    private bool TryReserve(UInt128 group)
    {
        lock (_gate)
        {
            int present = _pendingByAddress.GetValueOrDefault(group);
            if (_pending >= options.MaxPendingConnections || present >= options.MaxPendingPerAddress)
            {
                return false;
            }

            _pendingByAddress[group] = present + 1;
            _pending++;
            return true;
        }
    }

    private void Release(UInt128 group)
    {
        lock (_gate)
        {
            _pending--;
            int left = _pendingByAddress[group] - 1;
            if (left == 0)
            {
                _pendingByAddress.Remove(group);
            }
            else
            {
                _pendingByAddress[group] = left;
            }
        }
    }

    /// <summary>An IPv4 address, or the /64 of an IPv6 address, since one host usually has all of it.</summary>
    private static UInt128 GroupOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6)
        {
            address.TryWriteBytes(bytes, out _);
            bytes[8..].Clear();
        }
        else
        {
            address.MapToIPv6().TryWriteBytes(bytes, out _);
        }

        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
