using System.Buffers;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network.Tests;

public sealed class FrameCodecTests
{
    private static readonly FrameCodec s_open = FrameCodec.AfterHandshake(new FrameLimits { Consensus = 100, Sync = 5_000 });

    [Fact]
    public void TryRead_EveryCutOfTwoFrames_YieldsBothInOrder()
    {
        byte[] wire = [.. Frame((byte)ChannelClass.Consensus, [1, 2, 3]), .. Frame((byte)ChannelClass.Sync, [4])];
        for (int cut = 0; cut <= wire.Length; cut++)
        {
            ReadOnlySequence<byte> buffer = Segments.Of(wire[..cut], wire[cut..]);
            Assert.Equal(FrameReadStatus.Complete, s_open.TryRead(ref buffer, out byte first, out ReadOnlySequence<byte> a, out _));
            Assert.Equal(FrameReadStatus.Complete, s_open.TryRead(ref buffer, out byte second, out ReadOnlySequence<byte> b, out _));
            Assert.Equal((1, 4), (first, second));
            Assert.Equal([1, 2, 3], a.ToArray());
            Assert.Equal([4], b.ToArray());
            Assert.Equal(FrameReadStatus.Incomplete, s_open.TryRead(ref buffer, out _, out _, out _));
        }
    }

    [Fact]
    public void TryRead_EveryTruncation_LeavesTheBufferAsItWas()
    {
        byte[] wire = Frame((byte)ChannelClass.Consensus, [1, 2, 3]);
        for (int length = 0; length < wire.Length; length++)
        {
            ReadOnlySequence<byte> buffer = new(wire, 0, length);
            Assert.Equal(FrameReadStatus.Incomplete, s_open.TryRead(ref buffer, out _, out _, out _));
            Assert.Equal(length, buffer.Length);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 101, 1 }, "network.frame_too_large")]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 4 }, "network.frame_too_large")]
    [InlineData(new byte[] { 0x80, 0, 0, 0, 4 }, "network.frame_too_large")]
    [InlineData(new byte[] { 0, 0, 4, 1, 0 }, "network.frame_too_large")]
    [InlineData(new byte[] { 0, 0, 0, 0, 1 }, "network.empty_frame")]
    [InlineData(new byte[] { 0, 0, 0, 1, 5 }, "network.unknown_channel")]
    [InlineData(new byte[] { 0, 0, 0, 1, 255 }, "network.unknown_channel")]
    public void TryRead_BadHeader_IsRefusedBeforeAnyPayload(byte[] header, string reason)
    {
        ReadOnlySequence<byte> buffer = new(header);
        Assert.Equal(FrameReadStatus.Refused, s_open.TryRead(ref buffer, out _, out _, out Refusal? refusal));
        Assert.Equal(reason, refusal!.Code.Value);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void TryRead_ApplicationFrameBeforeHandshake_IsRefused(byte channelClass)
    {
        ReadOnlySequence<byte> buffer = new(Frame(channelClass, [1]));
        Assert.Equal(FrameReadStatus.Refused, FrameCodec.BeforeHandshake.TryRead(ref buffer, out _, out _, out Refusal? refusal));
        Assert.Equal(NetworkErrors.ChannelNotOpen, refusal!.Code);
    }

    [Fact]
    public void TryRead_TenThousandRandomStreams_NeverThrowsAndNeverExceedsACap()
    {
        Random random = new(20261122);
        int complete = 0, refused = 0;
        for (int i = 0; i < 10_000; i++)
        {
            byte[] wire = RandomStream(random);
            int cut = random.Next(wire.Length + 1);
            ReadOnlySequence<byte> buffer = Segments.Of(wire[..cut], wire[cut..]);
            FrameReadStatus status;
            do
            {
                long before = buffer.Length;
                status = s_open.TryRead(ref buffer, out byte channelClass, out ReadOnlySequence<byte> payload, out Refusal? refusal);
                Assert.Equal(status == FrameReadStatus.Refused, refusal is not null);
                if (status == FrameReadStatus.Complete)
                {
                    complete++;
                    int cap = channelClass switch { 0 => FrameLimits.Control, 1 => 100, 4 => 5_000, _ => int.MaxValue };
                    Assert.InRange(payload.Length, 1, cap);
                    Assert.Equal(before, buffer.Length + payload.Length + FrameCodec.HeaderLength);
                }
            }
            while (status == FrameReadStatus.Complete);
            refused += status == FrameReadStatus.Refused ? 1 : 0;
        }

        Assert.True(complete > 1_000 && refused > 1_000, $"{complete} complete and {refused} refused: the generator is too one-sided");
    }

    [Fact]
    public void ParseHello_TenThousandRandomPayloads_AreRefusedWithATypedReason()
    {
        Random random = new(7);
        for (int i = 0; i < 10_000; i++)
        {
            byte[] payload = new byte[random.Next(1, 300)];
            random.NextBytes(payload);
            payload[0] = (byte)random.Next(1, 6);
            if (payload.Length > 1 && i % 2 == 0)
            {
                payload[1] = 0x96;
            }

            Result<Hello> hello = SessionHandshake.ParseHello(payload);
            Assert.False(hello.IsOk);
            Assert.StartsWith("network.", hello.Refusal!.Code.Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ReadReason_TextThatIsNoReasonCode_IsNotRepeated()
    {
        Assert.Equal("unstated", ControlFrames.ReadReason("network.x\nFORGED LOG LINE"u8).Value);
        Assert.Equal("unstated", ControlFrames.ReadReason(new byte[65]).Value);
        Assert.Equal("network.wrong_chain", ControlFrames.ReadReason("network.wrong_chain"u8).Value);
    }

    internal static byte[] Frame(byte channelClass, ReadOnlySpan<byte> payload)
    {
        byte[] frame = new byte[FrameCodec.HeaderLength + payload.Length];
        FrameCodec.WriteHeader(frame, channelClass, payload.Length);
        payload.CopyTo(frame.AsSpan(FrameCodec.HeaderLength));
        return frame;
    }

    private static byte[] RandomStream(Random random)
    {
        if (random.Next(3) == 0)
        {
            byte[] noise = new byte[random.Next(64)];
            random.NextBytes(noise);
            return noise;
        }

        List<byte> wire = [];
        for (int n = random.Next(1, 5); n > 0; n--)
        {
            byte[] frame = Frame((byte)random.Next(0, 6), new byte[random.Next(0, 130)]);
            if (random.Next(4) == 0)
            {
                frame[random.Next(FrameCodec.HeaderLength)] ^= (byte)(1 << random.Next(8));
            }

            wire.AddRange(frame);
        }

        return [.. wire];
    }
}
