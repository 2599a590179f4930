namespace DeAI.Chain.Grpc;

/// <summary>Limits of all connections of a Kestrel server.</summary>
public sealed class GrpcTransportLimits
{
    /// <summary>Connections at once; Kestrel has no limit of its own. More are closed at once.</summary>
    public int MaxConnections { get; init; } = 1000;

    /// <summary>Calls at once on one connection.</summary>
    public int MaxStreamsPerConnection { get; init; } = 1000;

    /// <summary>A connection without traffic is pinged after this time, and closed when no answer comes within <see cref="KeepAliveTimeout"/>.</summary>
    public TimeSpan KeepAliveDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>See <see cref="KeepAliveDelay"/>.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
