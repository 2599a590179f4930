namespace DeAI.Chain.Network;

internal static class ChannelClasses
{
    /// <summary>The byte of the transport's own frames: hello, ping, pong, goodbye.</summary>
    public const byte Control = 0;

    /// <summary>Size of a table indexed by class byte.</summary>
    public const int TableSize = 5;

    /// <summary>Application classes, most urgent first.</summary>
    public static ReadOnlySpan<ChannelClass> ByPriority =>
        [ChannelClass.Consensus, ChannelClass.Blocks, ChannelClass.Transactions, ChannelClass.Sync];

    public static bool IsApplication(byte value) => value is >= (byte)ChannelClass.Consensus and <= (byte)ChannelClass.Sync;

    public static string Name(ChannelClass channel) => channel switch
    {
        ChannelClass.Consensus => "consensus",
        ChannelClass.Blocks => "blocks",
        ChannelClass.Transactions => "transactions",
        ChannelClass.Sync => "sync",
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "No such channel class."),
    };
}
