namespace DeAI.Chain.Network;

/// <summary>What a node is configured to be. The number is part of the wire format.</summary>
public enum PeerRole : byte
{
    None = 0,

    /// <summary>Votes.</summary>
    Validator = 1,

    /// <summary>Follows, keeps everything, never votes.</summary>
    Auditor = 2,
}
