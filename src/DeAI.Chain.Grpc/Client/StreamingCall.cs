namespace DeAI.Chain.Grpc;

/// <summary>What client-streaming and duplex calls share: an open request body beside the exchange.</summary>
internal sealed class StreamingCall : IDisposable
{
    private readonly CancellationTokenSource _cancel;
    private readonly OpenContent _content = new();

    public StreamingCall(HttpMessageInvoker http, Uri address, string fullName, GrpcChannelOptions channel, GrpcCallOptions options, CancellationToken caller)
    {
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(caller);
        Exchange = new ClientExchange(http, address, fullName, _content, channel, options, _cancel.Token);
        Requests = new RequestStream(_content, channel.MaxSendMessageBytes, Exchange.Token);
        Started = StartAsync();
        _ = Started.ContinueWith(static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    public ClientExchange Exchange { get; }

    public RequestStream Requests { get; }

    /// <summary>Ends with the response's headers, or the call's failure.</summary>
    public Task Started { get; }

    /// <summary>Half-close. On a call that has ended already it does nothing: the reading side reports how.</summary>
    public async ValueTask TryEndRequestsAsync()
    {
        try
        {
            await Requests.EndAsync();
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or HttpRequestException or RpcException)
        {
            _content.End();
        }
    }

    public void Cancel() => _cancel.Cancel();

    public void Dispose()
    {
        _cancel.Cancel();
        _content.End();
        Exchange.Dispose();
        _content.Dispose();
        _cancel.Dispose();
    }

    private async Task StartAsync()
    {
        try
        {
            await Exchange.StartAsync();
        }
        catch (Exception failure)
        {
            _content.Fail(failure);
            throw;
        }
    }
}
