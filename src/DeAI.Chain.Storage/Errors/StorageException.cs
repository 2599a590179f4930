namespace DeAI.Chain.Storage;

/// <summary>
/// The disk did not do what it must. Derived types say what an operator can act on; whatever is left is this type or
/// <see cref="RocksDb.RocksDbException"/>. None of them may be answered by going on without the write.
/// </summary>
public class StorageException(string message, Exception? inner = null) : Exception(message, inner);
