namespace DeAI.Chain.Storage;

/// <summary>
/// No space, or a quota is used up. Nothing of the refused write is visible. The vote log takes appends again once there is room; RocksDB
/// resumes by itself in most cases and always when it is opened anew.
/// </summary>
public sealed class StorageFullException(string message, Exception? inner = null) : StorageException(message, inner);
