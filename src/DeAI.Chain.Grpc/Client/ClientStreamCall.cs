using Google.Protobuf;

namespace DeAI.Chain.Grpc;

/// <summary>A call with a stream of requests and one response. Disposing it before its end cancels it.</summary>
public sealed class ClientStreamCall<TRequest, TResponse> : IDisposable
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private readonly StreamingCall _call;
    private readonly Task<TResponse> _response;

    internal ClientStreamCall(StreamingCall call, MessageParser<TResponse> parser)
    {
        _call = call;
        _response = ReadAsync(parser);
        _ = _response.ContinueWith(static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <summary>Sends a request, and waits where the server reads slower than this side writes.</summary>
    /// <exception cref="RpcException">The call has ended; with its status, or CANCELLED where the server answered without reading on.</exception>
    public async ValueTask WriteAsync(TRequest request)
    {
        try
        {
            await _call.Requests.WriteAsync(request);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or HttpRequestException)
        {
            await _response;
            throw _call.Exchange.Translate(failure);
        }
        catch (ProtocolViolationException tooLarge)
        {
            throw _call.Exchange.Translate(tooLarge);
        }
    }

    /// <summary>Ends the requests and waits for the response. May be called again for the same answer.</summary>
    /// <exception cref="RpcException">The call failed.</exception>
    public async Task<TResponse> CompleteAsync()
    {
        await _call.TryEndRequestsAsync();
        return await _response;
    }

    /// <inheritdoc/>
    public void Dispose() => _call.Dispose();

    private async Task<TResponse> ReadAsync(MessageParser<TResponse> parser)
    {
        await _call.Started;
        return await _call.Exchange.ReadSingleAsync(parser);
    }
}
