namespace DeAI.Chain.Grpc;

/// <summary>What a client sets for one call.</summary>
public sealed class GrpcCallOptions
{
    /// <summary>Time for the whole call, told to the server too; afterwards DEADLINE_EXCEEDED. Null: no deadline.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Metadata to send.</summary>
    public Metadata? Headers { get; init; }

    /// <summary>Called once with the response's metadata, before the first message; not for a call refused without headers of its own.</summary>
    public Action<Metadata>? OnHeaders { get; init; }

    /// <summary>Called once with the trailing metadata, after the last message, before the outcome is reported.</summary>
    public Action<Metadata>? OnTrailers { get; init; }
}
