using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace DeAI.Chain.Grpc;

/// <summary>One call of a client on its HTTP/2 stream: request, response messages, status, deadline. Disposing an unfinished call resets the stream.</summary>
internal sealed class ClientExchange : IDisposable
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    private readonly HttpMessageInvoker _http;
    private readonly GrpcChannelOptions _channel;
    private readonly GrpcCallOptions _options;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _timeout;
    private readonly CancellationTokenSource _joined;
    private readonly HttpRequestMessage _request;
    private HttpResponseMessage? _response;
    private FrameReader? _reader;

    public ClientExchange(
        HttpMessageInvoker http, Uri address, string fullName, HttpContent content,
        GrpcChannelOptions channel, GrpcCallOptions options, CancellationToken caller)
    {
        _http = http;
        _channel = channel;
        _options = options;
        _caller = caller;
        _timeout = options.Timeout is { } limit && limit <= LongestTimer
            ? new CancellationTokenSource(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, channel.Clock)
            : new CancellationTokenSource();
        _joined = CancellationTokenSource.CreateLinkedTokenSource(_timeout.Token, caller);
        Token = _joined.Token;
        _request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/" + fullName))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.ContentType = new MediaTypeHeaderValue(WireNames.ContentType);
        AddHeaders(_request.Headers);
    }

    /// <summary>Fires at the deadline, at the caller's cancellation, and when the call is disposed of.</summary>
    public CancellationToken Token { get; }

    /// <summary>Sends the request and waits for the response's headers.</summary>
    /// <exception cref="RpcException">No connection, or refused at once.</exception>
    public async Task StartAsync()
    {
        try
        {
            _response = await _http.SendAsync(_request, Token);
            RpcException? refusal = ResponseStatus.Read(_response.Headers, out bool trailersOnly, ResponseStatus.ReadMetadata(_response.Headers));
            if (trailersOnly)
            {
                _options.OnTrailers?.Invoke(ResponseStatus.ReadMetadata(_response.Headers));
                if (refusal is not null)
                {
                    throw refusal;
                }
            }
            else if (_response.StatusCode != HttpStatusCode.OK)
            {
                throw new RpcException(ResponseStatus.OfHttp(_response.StatusCode), $"The server answered with HTTP status {(int)_response.StatusCode}.");
            }
            else if (!WireNames.IsGrpc(_response.Content.Headers.ContentType?.MediaType))
            {
                throw new RpcException(StatusCode.Unknown, $"The server answered with content type '{_response.Content.Headers.ContentType}'.");
            }
            else
            {
                _options.OnHeaders?.Invoke(ResponseStatus.ReadMetadata(_response.Headers));
            }

            Stream body = await _response.Content.ReadAsStreamAsync(Token);
            _reader = new FrameReader(PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 16 * 1024)), _channel.MaxReceiveMessageBytes);
        }
        catch (Exception failure) when (failure is not RpcException)
        {
            throw Translate(failure);
        }
    }

    /// <summary>The next message; null at the end of a call that succeeded.</summary>
    /// <exception cref="RpcException">The call failed.</exception>
    public async ValueTask<T?> ReadAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        T? message;
        try
        {
            message = await _reader!.ReadAsync(parser, Token);
        }
        catch (Exception failure)
        {
            throw Translate(failure);
        }

        if (message is null)
        {
            CheckTrailers();
        }

        return message;
    }

    /// <summary>The one message of a call without a response stream.</summary>
    public async Task<T> ReadSingleAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        T message = await ReadAsync(parser) ?? throw new RpcException(StatusCode.Unimplemented, "The server sent no message.");
        return await ReadAsync(parser) is null
            ? message
            : throw new RpcException(StatusCode.Unimplemented, "The server sent more than one message.");
    }

    /// <summary>What a failure of transport or protocol means for the caller.</summary>
    public Exception Translate(Exception failure)
    {
        if (_caller.IsCancellationRequested)
        {
            return new OperationCanceledException("The caller cancelled the call.", failure, _caller);
        }

        if (_timeout.IsCancellationRequested)
        {
            return new RpcException(StatusCode.DeadlineExceeded, "The deadline has passed.", inner: failure);
        }

        return failure switch
        {
            ProtocolViolationException { InnerException: IOException transport } => Translate(transport),
            ProtocolViolationException violation => new RpcException(violation.Code, violation.Message, inner: failure),
            HttpProtocolException reset => new RpcException(
                ResponseStatus.OfReset(reset.ErrorCode), $"The server reset the stream with code {reset.ErrorCode}.", inner: failure),
            HttpRequestException { InnerException: HttpProtocolException inner } => Translate(inner),
            HttpRequestException or IOException => new RpcException(StatusCode.Unavailable, $"The connection failed: {failure.Message}", inner: failure),
            OperationCanceledException { InnerException: TimeoutException } => new RpcException(
                StatusCode.Unavailable, "No connection in time.", inner: failure),
            OperationCanceledException => new RpcException(StatusCode.Cancelled, "The call was ended.", inner: failure),
            _ => failure,
        };
    }

    public void Dispose()
    {
        _response?.Dispose();
        _request.Dispose();
        _joined.Dispose();
        _timeout.Dispose();
    }

    private void CheckTrailers()
    {
        HttpResponseHeaders trailers = _response!.TrailingHeaders;
        Metadata metadata = ResponseStatus.ReadMetadata(trailers);
        RpcException? failure = ResponseStatus.Read(trailers, out bool present, metadata);
        if (present)
        {
            _options.OnTrailers?.Invoke(metadata);
        }
        else if (!_response.Headers.NonValidated.Contains(WireNames.Status))
        {
            failure = new RpcException(StatusCode.Unknown, "The server ended the call without a status.");
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    private void AddHeaders(HttpRequestHeaders headers)
    {
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation("user-agent", "grpc-deai-chain/0.1");
        headers.TryAddWithoutValidation(WireNames.AcceptEncoding, WireNames.Identity);
        if (_options.Timeout is { } timeout)
        {
            headers.TryAddWithoutValidation(WireNames.Timeout, TimeoutHeader.Format(timeout));
        }

        foreach (MetadataEntry entry in _options.Headers?.Entries ?? [])
        {
            headers.TryAddWithoutValidation(entry.Key, Metadata.WireValue(entry));
        }
    }
}
