namespace DeAI.Chain.Storage;

/// <summary>Another process, or another object of this one, holds the file or directory.</summary>
public sealed class StorageLockedException(string message, Exception? inner = null) : StorageException(message, inner);
