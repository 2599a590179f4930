namespace DeAI.Chain.Network;

/// <summary>How much one queue may hold. A frame counts with <see cref="FrameOverhead"/> bytes on top of its payload.</summary>
public readonly record struct QueueBound(int Frames, long Bytes)
{
    /// <summary>Bytes that a queued frame costs besides its payload: array header, queue slot.</summary>
    public const int FrameOverhead = 64;
}
