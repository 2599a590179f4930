namespace DeAI.Chain.Network;

/// <summary>Counters of one session. Each has one writing thread at a time; readers may be any.</summary>
internal sealed class SessionCounters
{
    private long _bytesIn;
    private long _bytesOut;
    private long _framesIn;
    private long _framesOut;
    private long _incomingDropped;

    public long BytesIn => Volatile.Read(ref _bytesIn);

    public long BytesOut => Volatile.Read(ref _bytesOut);

    public long FramesIn => Volatile.Read(ref _framesIn);

    public long FramesOut => Volatile.Read(ref _framesOut);

    public long IncomingDropped => Volatile.Read(ref _incomingDropped);

    public void Received(int frames, long bytes)
    {
        Volatile.Write(ref _framesIn, _framesIn + frames);
        Volatile.Write(ref _bytesIn, _bytesIn + bytes);
    }

    public void Sent(int frames, long bytes)
    {
        Volatile.Write(ref _framesOut, _framesOut + frames);
        Volatile.Write(ref _bytesOut, _bytesOut + bytes);
    }

    public void DroppedIncoming() => Volatile.Write(ref _incomingDropped, _incomingDropped + 1);
}
