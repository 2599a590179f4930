using Google.Protobuf;

namespace DeAI.Chain.Grpc;

/// <summary>The outgoing stream of a call. Safe for concurrent use; messages never interleave.</summary>
public interface IMessageWriter<in T>
    where T : IMessage
{
    /// <summary>Takes a message, and waits where the peer reads slower than this side writes. It is sent soon without a flush.</summary>
    /// <exception cref="OperationCanceledException">The call was cancelled, or the peer no longer reads.</exception>
    ValueTask WriteAsync(T message, CancellationToken cancellation = default);

    /// <summary>Writes all messages; the cheapest way, since the stream is flushed just where the source makes it wait.</summary>
    Task WriteAllAsync(IAsyncEnumerable<T> messages, CancellationToken cancellation = default);

    /// <summary>Sends what is pending, the headers included, now.</summary>
    ValueTask FlushAsync(CancellationToken cancellation = default);
}
