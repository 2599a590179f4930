namespace DeAI.Chain.Api;

/// <summary>Shorter calls of <see cref="INodeBackend"/>.</summary>
public static class NodeBackendExtensions
{
    /// <summary>Hands over a single transaction, of which nobody wants to hear.</summary>
    public static async ValueTask<SubmitResult> SubmitAsync(
        this INodeBackend backend, ReadOnlyMemory<byte> encoded, CancellationToken cancellation) =>
        (await backend.SubmitAsync([encoded], watcher: null, cancellation))[0];
}
