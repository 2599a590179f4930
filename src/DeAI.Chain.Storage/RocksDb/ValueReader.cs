namespace DeAI.Chain.Storage.RocksDb;

/// <summary>Reads a stored value in place. The span dies when the call returns.</summary>
public delegate TResult ValueReader<in TState, out TResult>(ReadOnlySpan<byte> value, TState state);
