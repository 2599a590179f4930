namespace DeAI.Chain.Simulation;

/// <summary>What may go wrong in a run; combined as flags. The names, in lower case, are what a command line takes.</summary>
[Flags]
public enum SimulationFaults
{
    None = 0,

    /// <summary>Frames are lost, one in ten.</summary>
    Loss = 1,

    /// <summary>Frames take up to ten times as long, and so overtake each other.</summary>
    Delay = 2,

    /// <summary>Frames arrive twice.</summary>
    Duplication = 4,

    /// <summary>The nodes are split in two for a while, and healed.</summary>
    Partition = 8,

    /// <summary>Nodes crash, lose what is not flushed, and start again.</summary>
    Crash = 16,

    /// <summary>Every clock is off by a constant, within what the chain allows.</summary>
    ClockSkew = 32,

    /// <summary>Flushes take up to a second now and then.</summary>
    SlowDisk = 64,

    /// <summary>One node starts with an empty disk when the others have a chain already.</summary>
    LateJoin = 128,

    /// <summary>f validators propose and vote twice, one story to each half of the others.</summary>
    Equivocate = 256,

    /// <summary>f validators say nothing.</summary>
    Silent = 512,

    /// <summary>f validators send damaged and random frames beside the right ones.</summary>
    Garbage = 1024,

    /// <summary>f validators answer block sync with blocks that were tampered with.</summary>
    LyingSync = 2048,

    /// <summary>The validator set changes every few heights.</summary>
    Epochs = 4096,

    /// <summary>
    /// Everything to draw from: each seed takes every fault with a chance of one half and one of the four ways to be Byzantine. All of them at once
    /// would leave a cluster that hardly moves, and hides what only shows at speed (Groce and others, Swarm Testing, ISSTA 2012).
    /// </summary>
    All = (Epochs * 2) - 1,
}
