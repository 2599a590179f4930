using System.Net;

namespace DeAI.Chain.Grpc.Tests;

/// <summary>Sends some bytes and then nothing until told.</summary>
internal sealed class PendingContent(byte[] first, Task end) : HttpContent
{
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Sent => _sent.Task;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(first);
        await stream.FlushAsync();
        _sent.TrySetResult();
        await end;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
