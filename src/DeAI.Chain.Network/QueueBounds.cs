namespace DeAI.Chain.Network;

/// <summary>One bound per channel class, for each peer.</summary>
public sealed record QueueBounds
{
    private const long MiB = 1024 * 1024;

    public QueueBound Consensus { get; init; } = new(4_096, 16 * MiB);

    public QueueBound Blocks { get; init; } = new(64, 64 * MiB);

    public QueueBound Transactions { get; init; } = new(16_384, 16 * MiB);

    public QueueBound Sync { get; init; } = new(256, 32 * MiB);

    public QueueBound Of(ChannelClass channel) => channel switch
    {
        ChannelClass.Consensus => Consensus,
        ChannelClass.Blocks => Blocks,
        ChannelClass.Transactions => Transactions,
        ChannelClass.Sync => Sync,
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "No such channel class."),
    };
}
