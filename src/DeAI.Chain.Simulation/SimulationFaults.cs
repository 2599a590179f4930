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

    /// <summary>Nodes crash, lose what is not flushed, tear what was being written, and start again.</summary>
    Crash = 16,

    /// <summary>Every clock is off, and is set anew at times, within what the chain allows.</summary>
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
    Garbage = 1 << 10,

    /// <summary>f validators answer block sync with blocks and certificates that were tampered with.</summary>
    LyingSync = 1 << 11,

    /// <summary>The validator set changes every few heights.</summary>
    Epochs = 1 << 12,

    /// <summary>Links between nodes fail in one direction only, for a while.</summary>
    OneWay = 1 << 13,

    /// <summary>A disk is full for a while: the node on it stops, and starts when there is room.</summary>
    FullDisk = 1 << 14,

    /// <summary>One node is away for most of the run, and comes back with the disk it left with.</summary>
    LongAway = 1 << 15,

    /// <summary>f validators keep their proposals and votes from some of the others, and answer no request.</summary>
    Withhold = 1 << 16,

    /// <summary>f validators nullify every view, those that they finalize included.</summary>
    Nullify = 1 << 17,

    /// <summary>f leaders propose on old parents with stale or misplaced certificates.</summary>
    Stale = 1 << 18,

    /// <summary>f validators repeat old frames, their own and those of others, out of place.</summary>
    Replay = 1 << 19,

    /// <summary>f validators make certificates up: too few votes, votes of nobody, votes for something else.</summary>
    Forge = 1 << 20,

    /// <summary>f leaders propose blocks with wrong roots, wrong transactions or wrong places.</summary>
    BadBlock = 1 << 21,

    /// <summary>f keys run twice, on two machines that hear and reach different halves of the others.</summary>
    Twins = 1 << 22,

    /// <summary>f correct nodes have disks that rot and misdirect writes; the operator repairs them.</summary>
    BadDisk = 1 << 23,

    /// <summary>f correct nodes have clocks that are off by more than the chain allows, until healing.</summary>
    BadClock = 1 << 24,

    /// <summary>Nodes that are far behind fetch a state instead of blocks, and peers keep few old blocks and versions of the state.</summary>
    Snapshots = 1 << 25,

    /// <summary>
    /// Everything to draw from: each seed takes every fault with a chance of one half and one of the ways in which f validators fail. All of them
    /// at once would leave a cluster that hardly moves, and hides what only shows at speed (Groce and others, Swarm Testing, ISSTA 2012).
    /// </summary>
    All = (Snapshots * 2) - 1,
}
