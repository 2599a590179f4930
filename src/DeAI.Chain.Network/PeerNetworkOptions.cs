using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>How a node takes part in the peer-to-peer network. All durations are wall time.</summary>
public sealed record PeerNetworkOptions
{
    /// <summary>The chain; sessions with nodes of another chain are refused.</summary>
    public required ChainId Chain { get; init; }

    public required PeerRole Role { get; init; }

    /// <summary>Where to listen. Port 0 takes any free port.</summary>
    public required PeerAddress Listen { get; init; }

    /// <summary>Where others reach this node, where that differs from <see cref="Listen"/>. Information only.</summary>
    public PeerAddress? Advertise { get; init; }

    public FrameLimits FrameLimits { get; init; } = new();

    /// <summary>Per peer, what waits to be written.</summary>
    public QueueBounds Outgoing { get; init; } = new();

    /// <summary>Per peer, what waits to be read by this node.</summary>
    public QueueBounds Incoming { get; init; } = new();

    /// <summary>From the accepted or dialled connection to the verified hello.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two pings; the directory is asked again as often.</summary>
    public TimeSpan KeepaliveInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Without a byte from the peer, which answers pings.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For one batch of writes; a peer that does not read is given up.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan RedialBase { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan RedialCap { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Authenticated sessions, all together.</summary>
    public int MaxSessions { get; init; } = 512;

    /// <summary>Accepted connections whose handshake is not over.</summary>
    public int MaxPendingConnections { get; init; } = 128;

    /// <summary>The same for one remote address.</summary>
    public int MaxPendingPerAddress { get; init; } = 16;

    public Result Validate()
    {
        if (Chain.IsDefault)
        {
            return Refuse(nameof(Chain), "is not set");
        }

        if (Role is not (PeerRole.Validator or PeerRole.Auditor))
        {
            return Refuse(nameof(Role), $"is {Role}, not Validator or Auditor");
        }

        if (string.IsNullOrEmpty(Listen.Host) || Listen.Port is < 0 or > ushort.MaxValue)
        {
            return Refuse(nameof(Listen), $"'{Listen}' is not host:port");
        }

        if (Advertise is { } advertised && !PeerAddress.Parse(advertised.ToString()).IsOk)
        {
            return Refuse(nameof(Advertise), $"'{advertised}' is not host:port");
        }

        if (MaxSessions < 1 || MaxPendingConnections < 1 || MaxPendingPerAddress < 1)
        {
            return Refuse(nameof(MaxSessions), "and the other connection limits must be 1 or more");
        }

        Result times = ValidateTimes();
        return times.IsOk ? ValidateSizes() : times;
    }

    private Result ValidateTimes()
    {
        TimeSpan[] times = [HandshakeTimeout, KeepaliveInterval, IdleTimeout, WriteTimeout, RedialBase, RedialCap];
        if (times.Any(t => t <= TimeSpan.Zero || t > TimeSpan.FromDays(1)))
        {
            return Refuse(nameof(HandshakeTimeout), "and the other durations must be more than zero and at most a day");
        }

        if (IdleTimeout < 2 * KeepaliveInterval)
        {
            return Refuse(nameof(IdleTimeout), $"{IdleTimeout} must be at least twice {nameof(KeepaliveInterval)} {KeepaliveInterval}");
        }

        return RedialCap < RedialBase ? Refuse(nameof(RedialCap), $"{RedialCap} is below {nameof(RedialBase)} {RedialBase}") : Result.Ok;
    }

    private Result ValidateSizes()
    {
        foreach (ChannelClass channel in ChannelClasses.ByPriority)
        {
            long cap = FrameLimits.Of(channel);
            if (cap is < 1 or > 256 * 1024 * 1024)
            {
                return Refuse(nameof(FrameLimits), $"{ChannelClasses.Name(channel)} {cap} is not from 1 byte to 256 MiB");
            }

            if (!Holds(Outgoing.Of(channel), cap) || !Holds(Incoming.Of(channel), cap))
            {
                return Refuse(nameof(Outgoing), $"and {nameof(Incoming)} must each hold one largest frame of {ChannelClasses.Name(channel)}");
            }
        }

        return Result.Ok;
    }

    private static bool Holds(QueueBound bound, long payload) => bound.Frames >= 1 && bound.Bytes >= payload + QueueBound.FrameOverhead;

    private static Result Refuse(string option, string detail) => Result.Refuse(NetworkErrors.BadOption, $"{option} {detail}");
}
