namespace DeAI.Chain.Storage;

/// <summary>Stored bytes are not the ones that were written. The data must be taken from peers again, not used.</summary>
public sealed class StorageCorruptException(string message, Exception? inner = null) : StorageException(message, inner);
