namespace DeAI.Chain.Network;

internal enum FrameReadStatus
{
    /// <summary>More bytes are needed.</summary>
    Incomplete = 0,
    Complete = 1,

    /// <summary>No further byte of this stream can be understood: disconnect.</summary>
    Refused = 2,
}
