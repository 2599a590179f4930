using System.Buffers;

namespace DeAI.Chain.Network.Tests;

internal sealed class Segments : ReadOnlySequenceSegment<byte>
{
    public static ReadOnlySequence<byte> Of(byte[] first, byte[] second)
    {
        Segments a = new() { Memory = first };
        Segments b = new() { Memory = second, RunningIndex = first.Length };
        a.Next = b;
        return new ReadOnlySequence<byte>(a, 0, b, second.Length);
    }
}
