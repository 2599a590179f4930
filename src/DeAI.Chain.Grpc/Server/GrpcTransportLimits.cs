namespace DeAI.Chain.Grpc;

/// <summary>Limits of all connections of a Kestrel server.</summary>
public sealed class GrpcTransportLimits
{
    /// <summary>
    /// Connections at once of each listener; Kestrel has no limit of its own. One more takes the place of the one that has had no call for
    /// longest, and is closed at once where all have calls.
    /// </summary>
    public int MaxConnections { get; init; } = 1000;

    /// <summary>Calls at once on one connection.</summary>
    public int MaxStreamsPerConnection { get; init; } = 1000;

    /// <summary>Bytes of requests that a connection may have sent and nobody has read; a stream may have half. At least 128 KiB.</summary>
    public int ConnectionWindow { get; init; } = 512 << 10;

    /// <summary>A connection without traffic is pinged after this time, and closed when no answer comes within <see cref="KeepAliveTimeout"/>.</summary>
    public TimeSpan KeepAliveDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>See <see cref="KeepAliveDelay"/>.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
