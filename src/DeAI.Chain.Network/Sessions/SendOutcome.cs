namespace DeAI.Chain.Network;

/// <summary>What became of a frame. None of these is a promise that the peer has it.</summary>
public enum SendOutcome
{
    None = 0,

    /// <summary>In the queue.</summary>
    Queued = 1,

    /// <summary>In the queue, and the oldest frame of the class made room for it.</summary>
    QueuedOldestDropped = 2,

    /// <summary>Not taken: the queue of this class is full. For <see cref="ChannelClass.Sync"/>: wait, or use the asynchronous form.</summary>
    QueueFull = 3,

    /// <summary>Not taken: no session with this peer now.</summary>
    NotConnected = 4,

    /// <summary>Not taken: empty, or larger than the class allows.</summary>
    BadLength = 5,
}
