namespace DeAI.Chain.Storage;

/// <summary>No space, or a quota is used up. Nothing of the refused write is visible; it succeeds again once there is room.</summary>
public sealed class StorageFullException(string message, Exception? inner = null) : StorageException(message, inner);
