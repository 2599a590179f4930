using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Genesis;

namespace DeAI.Chain.Client;

/// <summary>How a client reaches a chain.</summary>
public sealed record ChainClientOptions
{
    /// <summary>One or more nodes, in order of preference: http://host:port or https://host:port.</summary>
    public IReadOnlyList<Uri> Nodes { get; init; } = [];

    /// <summary>The pinned genesis. Needed for verified reads; without it answers are believed.</summary>
    public GenesisDocument? Genesis { get; init; }

    /// <summary>TLS and limits, the same for all nodes.</summary>
    public GrpcChannelOptions Channel { get; init; } = new();

    /// <summary>The deadline of one call to one node.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an interrupted subscription waits before it resumes.</summary>
    public TimeSpan ResumeDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
