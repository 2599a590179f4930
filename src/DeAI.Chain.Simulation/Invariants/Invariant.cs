namespace DeAI.Chain.Simulation.Invariants;

/// <summary>What must hold in every run; the name opens each violation.</summary>
internal enum Invariant
{
    /// <summary>No two nodes commit different blocks at a height, and each commit follows the one before.</summary>
    Fork,

    /// <summary>Equal heights have equal states, entry by entry, and the header's root is the root of these entries.</summary>
    StateRoot,

    /// <summary>A certificate that a correct node relies on has a quorum of seats, and the correct ones among them did vote so.</summary>
    Certificate,

    /// <summary>No two certificates exclude each other.</summary>
    Conflict,

    /// <summary>What leaves a node is durable on it before.</summary>
    PersistBeforeSend,

    /// <summary>A node votes only for blocks that it executed itself and found good.</summary>
    Execution,

    /// <summary>No correct node ever contradicts itself, restarts included.</summary>
    DoubleVote,

    /// <summary>A node's height never falls.</summary>
    Height,

    /// <summary>No block's time is further ahead than the skew allows of every clock that a good machine has shown.</summary>
    Time,

    /// <summary>No transaction stands in the chain twice.</summary>
    Duplicate,

    /// <summary>An acknowledged transaction is in every chain of full length.</summary>
    LostAcknowledgement,

    /// <summary>Credits are neither made nor lost, and the modules' own invariants hold.</summary>
    Conservation,

    /// <summary>Equivocation that reaches a correct node is reported by it.</summary>
    Evidence,

    /// <summary>Block sync serves final blocks only.</summary>
    Served,

    /// <summary>A restart can restore the votes of a sound log.</summary>
    Restart,

    /// <summary>No correct node halts.</summary>
    Halt,

    /// <summary>No correct node throws.</summary>
    Exception,

    /// <summary>Every epoch has the same validators on every node.</summary>
    Epoch,

    /// <summary>After healing, all correct nodes commit and all transactions become final within a bound.</summary>
    Progress,

    /// <summary>A run ends: what nodes say stays in proportion to its length.</summary>
    Flood,
}
