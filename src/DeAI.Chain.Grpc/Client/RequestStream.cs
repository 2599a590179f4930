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
        FrameWriter frames = _frames ?? await OpenAsync();
        await frames.WriteAsync(message, call);
    }

    public async Task WriteAllAsync<T>(IAsyncEnumerable<T> messages)
        where T : IMessage
    {
        FrameWriter frames = _frames ?? await OpenAsync();
        await frames.WriteAllAsync(messages, call);
    }

    /// <summary>Half-close: the server sees the end of the requests. Again: nothing.</summary>
    public async ValueTask EndAsync()
    {
        if (Interlocked.Exchange(ref _ended, true))
        {
            return;
        }

        FrameWriter frames = _frames ?? await OpenAsync();
        await frames.FlushAsync(call);
        await frames.CloseAsync();
        await _pipe!.CompleteAsync();
        content.End();
    }

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
