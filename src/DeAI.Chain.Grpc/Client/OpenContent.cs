using System.Net;

namespace DeAI.Chain.Grpc;

/// <summary>A request body that stays open: it hands its stream to whoever writes the requests, and ends when told so.</summary>
internal sealed class OpenContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Stream> Opened => _opened.Task;

    public void End() => _ended.TrySetResult();

    /// <summary>For a call that failed before its body was asked for.</summary>
    public void Fail(Exception failure)
    {
        if (_opened.TrySetException(failure))
        {
            _ = _opened.Task.Exception;
        }

        _ended.TrySetResult();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // Headers go out now: the server may speak first.
        await stream.FlushAsync(cancellationToken);
        _opened.TrySetResult(stream);
        await _ended.Task.WaitAsync(cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
