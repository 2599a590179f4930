namespace DeAI.Chain.Storage.RocksDb;

/// <summary>An error of RocksDB that is neither lack of space, nor corruption, nor a lock. The message is RocksDB's.</summary>
public sealed class RocksDbException(string message) : StorageException(message);
