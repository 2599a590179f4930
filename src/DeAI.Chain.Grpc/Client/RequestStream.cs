using System.IO.Pipelines;
using Google.Protobuf;

namespace DeAI.Chain.Grpc;

/// <summary>The outgoing side of a client's streaming call.</summary>
internal sealed class RequestStream(OpenContent content, int maxMessageBytes, CancellationToken call)
{
    private readonly Lock _gate = new();
    private FrameWriter? _frames;
    private PipeWriter? _pipe;
    private bool _ended;

    public async ValueTask WriteAsync(IMessage message)
    {
        try
        {
            FrameWriter frames = _frames ?? await OpenAsync();
            await frames.WriteAsync(message, call);
        }
        catch (ObjectDisposedException gone)
        {
            throw Ended(gone);
        }
    }

    public async Task WriteAllAsync<T>(IAsyncEnumerable<T> messages)
        where T : IMessage
    {
        try
        {
            FrameWriter frames = _frames ?? await OpenAsync();
            await frames.WriteAllAsync(messages, call);
        }
        catch (ObjectDisposedException gone)
        {
            throw Ended(gone);
        }
    }

    /// <summary>Half-close: the server sees the end of the requests. Again: nothing.</summary>
    public async ValueTask EndAsync()
    {
        if (Interlocked.Exchange(ref _ended, true))
        {
            return;
        }

        try
        {
            FrameWriter frames = _frames ?? await OpenAsync();
            await frames.FlushAsync(call);
            await frames.CloseAsync();
            await _pipe!.CompleteAsync();
        }
        catch (ObjectDisposedException gone)
        {
            throw Ended(gone);
        }

        content.End();
    }

    // HttpClient disposes of a request's stream when the server has ended the call.
    private static OperationCanceledException Ended(ObjectDisposedException inner) => new("The server has ended the call.", inner);

    private async ValueTask<FrameWriter> OpenAsync()
    {
        Stream stream = await content.Opened.WaitAsync(call);
        lock (_gate)
        {
            if (_frames is null)
            {
                _pipe = PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: 16 * 1024, leaveOpen: true));
                _frames = new FrameWriter(_pipe, maxMessageBytes, static _ => ValueTask.CompletedTask, null, call);
            }

            return _frames;
        }
    }
}
