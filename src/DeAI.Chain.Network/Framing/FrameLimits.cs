namespace DeAI.Chain.Network;

/// <summary>Largest payload per channel class, in bytes. All nodes of a network must use the same values.</summary>
public sealed record FrameLimits
{
    /// <summary>Largest payload of a control frame, which is all that an unauthenticated peer may send.</summary>
    public const int Control = 1024;

    /// <summary>Just under 1 MiB: what is not bulk never makes a reader hold more than that.</summary>
    private const int NotBulk = 1_000_000;

    private const int Bulk = 16 * 1024 * 1024;

    public int Consensus { get; init; } = NotBulk;

    public int Blocks { get; init; } = Bulk;

    public int Transactions { get; init; } = NotBulk;

    public int Sync { get; init; } = Bulk;

    public int Of(ChannelClass channel) => channel switch
    {
        ChannelClass.Consensus => Consensus,
        ChannelClass.Blocks => Blocks,
        ChannelClass.Transactions => Transactions,
        ChannelClass.Sync => Sync,
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "No such channel class."),
    };
}
