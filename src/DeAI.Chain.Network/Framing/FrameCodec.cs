using System.Buffers;
using System.Buffers.Binary;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>
/// A frame on the wire: payload length (4 bytes, big-endian), class (1 byte), payload. The header alone decides whether the payload is
/// welcome, before any of it is buffered.
/// </summary>
internal sealed class FrameCodec
{
    public const int HeaderLength = 5;

    private readonly int[] _caps = new int[ChannelClasses.TableSize];

    private FrameCodec() => _caps[ChannelClasses.Control] = FrameLimits.Control;

    /// <summary>Before the handshake is over: control frames only.</summary>
    public static FrameCodec BeforeHandshake { get; } = new();

    public static FrameCodec AfterHandshake(FrameLimits limits)
    {
        FrameCodec codec = new();
        foreach (ChannelClass channel in ChannelClasses.ByPriority)
        {
            codec._caps[(int)channel] = limits.Of(channel);
        }

        return codec;
    }

    public static void WriteHeader(Span<byte> destination, byte channelClass, int payloadLength)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)payloadLength);
        destination[4] = channelClass;
    }

    /// <summary>Takes one frame off the front of <paramref name="buffer"/>, which is left as it was unless the frame is complete.</summary>
    /// <param name="payload">A view of the buffer.</param>
    public FrameReadStatus TryRead(
        ref ReadOnlySequence<byte> buffer, out byte channelClass, out ReadOnlySequence<byte> payload, out Refusal? refusal)
    {
        payload = default;
        refusal = null;
        channelClass = 0;
        if (buffer.Length < HeaderLength)
        {
            return FrameReadStatus.Incomplete;
        }

        Span<byte> header = stackalloc byte[HeaderLength];
        buffer.Slice(0, HeaderLength).CopyTo(header);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(header);
        channelClass = header[4];
        refusal = CheckHeader(length, channelClass);
        if (refusal is not null)
        {
            return FrameReadStatus.Refused;
        }

        if (buffer.Length - HeaderLength < length)
        {
            return FrameReadStatus.Incomplete;
        }

        payload = buffer.Slice(HeaderLength, length);
        buffer = buffer.Slice(payload.End);
        return FrameReadStatus.Complete;
    }

    private Refusal? CheckHeader(uint length, byte channelClass)
    {
        if (channelClass >= ChannelClasses.TableSize)
        {
            return new Refusal(NetworkErrors.UnknownChannel, $"class {channelClass} does not exist");
        }

        int cap = _caps[channelClass];
        if (cap == 0)
        {
            return new Refusal(NetworkErrors.ChannelNotOpen, $"class {channelClass} before the handshake was over");
        }

        if (length == 0)
        {
            return new Refusal(NetworkErrors.EmptyFrame, $"class {channelClass} with no payload");
        }

        return length > (uint)cap
            ? new Refusal(NetworkErrors.FrameTooLarge, $"{length} bytes of class {channelClass}, at most {cap}")
            : null;
    }
}
