using DeAI.Chain.Consensus;

namespace DeAI.Chain.Simulation.Tracing;

/// <summary>One step of a correct validator, or a block of a faulty one.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Seat">Whose step; of a proposal, the leader's seat.</param>
/// <param name="View">Its view; 0 for a restart.</param>
/// <param name="Digest">The block; <c>default</c> where the kind has none.</param>
/// <param name="Parent">The parent of a proposed block; otherwise <c>default</c>.</param>
public sealed record ProtocolEvent(ProtocolEventKind Kind, int Seat, View View, Hash256 Digest, BlockRef Parent)
{
    /// <summary>A line such as <c>notarize 2 17 9f3a6c01</c>: kind, seat, view, the first digits of block and parent.</summary>
    public override string ToString() => Kind switch
    {
        ProtocolEventKind.Restart => $"restart {Seat}",
        ProtocolEventKind.Enter => $"enter {Seat} {View}",
        ProtocolEventKind.Nullify => $"nullify {Seat} {View}",
        ProtocolEventKind.Propose => $"propose {Seat} {View} {Short(Digest)} on {Parent.View} {Short(Parent.Digest)}",
        ProtocolEventKind.Notarize => $"notarize {Seat} {View} {Short(Digest)}",
        ProtocolEventKind.Finalize => $"finalize {Seat} {View} {Short(Digest)}",
        ProtocolEventKind.Commit => $"commit {Seat} {View} {Short(Digest)}",
        _ => throw new InvalidOperationException($"No line for {Kind}."),
    };

    private static string Short(Hash256 digest) => digest.ToString()[..8];
}
