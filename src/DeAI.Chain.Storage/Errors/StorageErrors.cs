using DeAI.Chain.Primitives;

namespace DeAI.Chain.Storage;

/// <summary>Why a home directory or a vote log is not opened.</summary>
public static class StorageErrors
{
    /// <summary>The directory belongs to another chain.</summary>
    public static readonly ReasonCode OtherChain = new("storage.other_chain");

    /// <summary>The vote log belongs to another validator key.</summary>
    public static readonly ReasonCode OtherKey = new("storage.other_key");

    /// <summary>Another process uses the directory or the log.</summary>
    public static readonly ReasonCode Locked = new("storage.locked");

    /// <summary>Written by a version of this program that lays its files out differently.</summary>
    public static readonly ReasonCode UnknownVersion = new("storage.unknown_version");

    /// <summary>Data without the file that says which chain it belongs to.</summary>
    public static readonly ReasonCode Incomplete = new("storage.incomplete");
}
