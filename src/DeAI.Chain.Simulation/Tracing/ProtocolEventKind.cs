namespace DeAI.Chain.Simulation.Tracing;

/// <summary>What a correct validator did, in the terms of the consensus rules.</summary>
public enum ProtocolEventKind
{
    None = 0,

    /// <summary>A leader's block; of a faulty leader when the first correct validator votes for it.</summary>
    Propose = 1,
    Notarize = 2,
    Nullify = 3,
    Finalize = 4,

    /// <summary>Moved on to this view: it has seen a certificate of the view before.</summary>
    Enter = 5,

    /// <summary>Started, with nothing but what was durable.</summary>
    Restart = 6,

    /// <summary>The finalized block and its ancestors are durable.</summary>
    Commit = 7,
}
