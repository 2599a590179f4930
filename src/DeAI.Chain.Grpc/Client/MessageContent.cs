using System.Buffers.Binary;
using System.Net;
using Google.Protobuf;

namespace DeAI.Chain.Grpc;

/// <summary>The request body of a call with one request.</summary>
internal sealed class MessageContent : HttpContent
{
    private readonly byte[] _frame;

    /// <exception cref="ProtocolViolationException">The message is over the limit.</exception>
    public MessageContent(IMessage message, int maxMessageBytes)
    {
        int size = Frame.Measure(message, maxMessageBytes);
        _frame = new byte[FrameReader.PrefixBytes + size];
        BinaryPrimitives.WriteUInt32BigEndian(_frame.AsSpan(1), (uint)size);
        message.WriteTo(_frame.AsSpan(FrameReader.PrefixBytes));
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(_frame, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = _frame.Length;
        return true;
    }
}
