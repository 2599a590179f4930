using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace DeAI.Chain.Grpc;

/// <summary>The messages and headers of one gRPC call on its HTTP/2 stream.</summary>
internal sealed class ServerExchange : IDisposable
{
    private readonly HttpContext _context;
    private readonly CallLifetime _lifetime;
    private readonly IdleMonitor _idle;
    private readonly FrameReader _reader;
    private readonly FrameWriter _writer;
    private bool _readerTaken;

    public ServerExchange(HttpContext context, ServerCall call, GrpcServerOptions options, CallLifetime lifetime, TimeProvider clock, bool isStream)
    {
        _context = context;
        _lifetime = lifetime;
        Call = call;
        _idle = new IdleMonitor(clock, options.StreamIdleLimit, () => lifetime.End(CallEnd.Idle), options.Register, isStream);
        _reader = new FrameReader(context.Request.BodyReader, options.MaxReceiveMessageBytes, options.Budget, _idle);
        _writer = new FrameWriter(context.Response.BodyWriter, options.MaxSendMessageBytes, StartResponseAsync, _idle, lifetime.Token, options);
        call.HeaderSender = _writer.StartAsync;
    }

    public ServerCall Call { get; }

    public IdleMonitor Idle => _idle;

    public async ValueTask<T> ReadSingleAsync<T>()
        where T : class, IMessage<T>, new()
    {
        T request = await _reader.ReadAsync(MessageParsers<T>.Instance, _lifetime.Token)
            ?? throw new ProtocolViolationException(StatusCode.Unimplemented, "The method takes one request; none came.");
        return await _reader.ReadAsync(MessageParsers<T>.Instance, _lifetime.Token) is null
            ? request
            : throw new ProtocolViolationException(StatusCode.Unimplemented, "The method takes one request; more came.");
    }

    /// <exception cref="InvalidOperationException">Enumerated a second time.</exception>
    public async IAsyncEnumerable<T> ReadAllAsync<T>([EnumeratorCancellation] CancellationToken cancellation = default)
        where T : class, IMessage<T>, new()
    {
        if (Interlocked.Exchange(ref _readerTaken, true))
        {
            throw new InvalidOperationException("The requests of a call can be enumerated once.");
        }

        using CancellationTokenSource? joined = cancellation.CanBeCanceled && cancellation != _lifetime.Token
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellation, _lifetime.Token)
            : null;
        CancellationToken token = joined?.Token ?? _lifetime.Token;
        while (await _reader.ReadAsync(MessageParsers<T>.Instance, token) is { } request)
        {
            yield return request;
        }
    }

    public IMessageWriter<T> Writer<T>()
        where T : IMessage => new ServerMessageWriter<T>(_writer, _lifetime.Token);

    /// <summary>Leaves the response unflushed: it goes out together with the trailers.</summary>
    public ValueTask RespondAsync(IMessage? response)
    {
        return response is null
            ? throw new InvalidOperationException("The handler returned no message.")
            : _writer.WriteLastAsync(response, _lifetime.Token);
    }

    /// <summary>Waits for a streaming handler; when it does not end at once, the client gets its headers now and not with the first message.</summary>
    public async Task StreamAsync(Task handler)
    {
        ExceptionDispatchInfo? failure = null;
        if (!handler.IsCompleted)
        {
            try
            {
                await _writer.StartAsync(_lifetime.Token);
            }
            catch (Exception exception)
            {
                // The handler still runs on this call: it must end before the call does.
                failure = ExceptionDispatchInfo.Capture(exception);
                _lifetime.End(CallEnd.Broken);
            }
        }

        await handler;
        failure?.Throw();
    }

    /// <summary>After this the handler can no longer write. Tells whether response headers were sent.</summary>
    public ValueTask<bool> CloseAsync() => _writer.CloseAsync();

    public bool RequestHasEnded() => _reader.PeerHasEnded();

    public ValueTask StartResponseAsync(CancellationToken cancellation)
    {
        _context.Response.ContentType = WireNames.ContentType;
        if (Call.TakeHeadersToSend() is { } headers)
        {
            foreach (MetadataEntry entry in headers.Entries)
            {
                _context.Response.Headers.Append(entry.Key, Metadata.WireValue(entry));
            }
        }

        return new ValueTask(_context.Response.StartAsync(cancellation));
    }

    public void Dispose()
    {
        _idle.Dispose();
        _writer.ReleaseAll();
    }
}
