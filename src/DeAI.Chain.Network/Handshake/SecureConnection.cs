using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>A TCP connection, its TLS stream and the pipe that reads it.</summary>
internal sealed class SecureConnection : IAsyncDisposable
{
    /// <summary>A little more than one TLS record, which is what one read returns at most.</summary>
    private const int ReadBuffer = 32 * 1024;

    private const int LeastRead = 4 * 1024;

    private readonly Socket _socket;

    public SecureConnection(Socket socket)
    {
        _socket = socket;
        socket.NoDelay = true;
        RemoteAddress = socket.RemoteEndPoint?.ToString() ?? "unknown";
        Stream = new SslStream(new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false);
        Reader = PipeReader.Create(Stream, new StreamPipeReaderOptions(bufferSize: ReadBuffer, minimumReadSize: LeastRead, leaveOpen: true));
    }

    public string RemoteAddress { get; }

    public SslStream Stream { get; }

    public PipeReader Reader { get; }

    public async ValueTask WriteControlAsync(byte[] payload, CancellationToken cancel)
    {
        byte[] frame = new byte[FrameCodec.HeaderLength + payload.Length];
        FrameCodec.WriteHeader(frame, ChannelClasses.Control, payload.Length);
        payload.CopyTo(frame, FrameCodec.HeaderLength);
        await Stream.WriteAsync(frame, cancel);
    }

    /// <summary>Reads one control frame before the handshake is over: nothing larger, nothing else.</summary>
    public async ValueTask<Result<byte[]>> ReadControlAsync(CancellationToken cancel)
    {
        while (true)
        {
            ReadResult read = await Reader.ReadAsync(cancel);
            ReadOnlySequence<byte> buffer = read.Buffer;
            FrameReadStatus status = FrameCodec.BeforeHandshake.TryRead(ref buffer, out _, out ReadOnlySequence<byte> payload, out Refusal? refusal);
            if (status == FrameReadStatus.Complete)
            {
                byte[] bytes = payload.ToArray();
                Reader.AdvanceTo(buffer.Start);
                return Result.Of(bytes);
            }

            if (status == FrameReadStatus.Refused)
            {
                return Result.Refuse<byte[]>(refusal!);
            }

            if (read.IsCompleted)
            {
                return Result.Refuse<byte[]>(NetworkErrors.ConnectionLost, "the other side closed the connection before its hello");
            }

            Reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>Says that nothing more will be sent, so that what was sent still arrives.</summary>
    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection is gone already, which is what this was for.
            return;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Not the pipe's nor TLS's own farewell: both may write, and the other side may not be reading.
        _socket.Dispose();
        await Stream.DisposeAsync();
        await Reader.CompleteAsync();
    }
}
