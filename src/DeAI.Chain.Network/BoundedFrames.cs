namespace DeAI.Chain.Network;

/// <summary>A first-in-first-out queue of payloads that knows its bound. Not thread-safe: its owner locks.</summary>
internal sealed class BoundedFrames(QueueBound bound)
{
    private readonly Queue<ReadOnlyMemory<byte>> _frames = new();

    public int Count => _frames.Count;

    public long Bytes { get; private set; }

    public bool HasRoomFor(int payloadLength) =>
        _frames.Count < bound.Frames && Bytes + payloadLength + QueueBound.FrameOverhead <= bound.Bytes;

    public void Enqueue(ReadOnlyMemory<byte> payload)
    {
        _frames.Enqueue(payload);
        Bytes += payload.Length + QueueBound.FrameOverhead;
    }

    public ReadOnlyMemory<byte> Dequeue()
    {
        ReadOnlyMemory<byte> payload = _frames.Dequeue();
        Bytes -= payload.Length + QueueBound.FrameOverhead;
        return payload;
    }

    public void Clear()
    {
        _frames.Clear();
        Bytes = 0;
    }
}
