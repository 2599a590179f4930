using Google.Protobuf;

namespace DeAI.Chain.Grpc;

/// <summary>The typed face of a call's <see cref="FrameWriter"/>.</summary>
internal sealed class ServerMessageWriter<T>(FrameWriter frames, CancellationToken lifetime) : IMessageWriter<T>
    where T : IMessage
{
    public ValueTask WriteAsync(T message, CancellationToken cancellation = default)
    {
        // The call's own end must always be able to free a writer that waits for a slow peer.
        return cancellation.CanBeCanceled && cancellation != lifetime
            ? JoinedAsync(token => frames.WriteAsync(message, token), cancellation)
            : frames.WriteAsync(message, lifetime);
    }

    public async Task WriteAllAsync(IAsyncEnumerable<T> messages, CancellationToken cancellation = default)
    {
        using var joined = CancellationTokenSource.CreateLinkedTokenSource(lifetime, cancellation);
        await frames.WriteAllAsync(messages, joined.Token);
    }

    public ValueTask FlushAsync(CancellationToken cancellation = default)
    {
        return cancellation.CanBeCanceled && cancellation != lifetime
            ? JoinedAsync(frames.FlushAsync, cancellation)
            : frames.FlushAsync(lifetime);
    }

    private async ValueTask JoinedAsync(Func<CancellationToken, ValueTask> action, CancellationToken cancellation)
    {
        using var joined = CancellationTokenSource.CreateLinkedTokenSource(lifetime, cancellation);
        await action(joined.Token);
    }
}
