using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace DeAI.Chain.Grpc;

/// <summary>Writes one length-prefixed message, uncompressed.</summary>
internal static class Frame
{
    /// <summary>The message's size without its prefix.</summary>
    /// <exception cref="ProtocolViolationException">Over the limit: the peer would refuse it, so it does not leave.</exception>
    public static int Measure(IMessage message, int maxMessageBytes)
    {
        int size = message.CalculateSize();
        return size <= maxMessageBytes
            ? size
            : throw new ProtocolViolationException(
                StatusCode.ResourceExhausted, $"The message to send has {size} bytes; the limit is {maxMessageBytes}.");
    }

    public static void Write(IBufferWriter<byte> target, IMessage message, int size)
    {
        Span<byte> prefix = target.GetSpan(FrameReader.PrefixBytes);
        prefix[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(prefix[1..], (uint)size);
        target.Advance(FrameReader.PrefixBytes);
        message.WriteTo(target);
    }
}
