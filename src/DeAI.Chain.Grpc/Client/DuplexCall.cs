using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace DeAI.Chain.Grpc;

/// <summary>A call with streams both ways. Write and read from different tasks as you like. Disposing it before its end cancels it.</summary>
public sealed class DuplexCall<TRequest, TResponse> : IDisposable
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private readonly StreamingCall _call;
    private readonly MessageParser<TResponse> _parser;
    private bool _read;

    internal DuplexCall(StreamingCall call, MessageParser<TResponse> parser)
    {
        _call = call;
        _parser = parser;
    }

    /// <summary>Sends a request, and waits where the server reads slower than this side writes.</summary>
    /// <exception cref="RpcException">The call has ended; the reading side learns its status.</exception>
    public async ValueTask WriteAsync(TRequest request)
    {
        try
        {
            await _call.Requests.WriteAsync(request);
        }
        catch (Exception failure)
        {
            throw _call.Exchange.Translate(failure);
        }
    }

    /// <summary>Sends all requests; the cheapest way, since the stream is flushed just where the source makes it wait.</summary>
    /// <exception cref="RpcException">The call has ended; the reading side learns its status.</exception>
    public async Task WriteAllAsync(IAsyncEnumerable<TRequest> requests)
    {
        try
        {
            await _call.Requests.WriteAllAsync(requests);
        }
        catch (Exception failure)
        {
            throw _call.Exchange.Translate(failure);
        }
    }

    /// <summary>Half-close: no more requests.</summary>
    public ValueTask CompleteRequestsAsync() => _call.TryEndRequestsAsync();

    /// <summary>The responses until the server ends the call. Can be enumerated once.</summary>
    /// <exception cref="RpcException">The call failed.</exception>
    public async IAsyncEnumerable<TResponse> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (Interlocked.Exchange(ref _read, true))
        {
            throw new InvalidOperationException("The responses of a call can be enumerated once.");
        }

        using CancellationTokenRegistration registration = cancellation.UnsafeRegister(static state => ((StreamingCall)state!).Cancel(), _call);
        await _call.Started;
        while (await _call.Exchange.ReadAsync(_parser) is { } response)
        {
            yield return response;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _call.Dispose();
}
