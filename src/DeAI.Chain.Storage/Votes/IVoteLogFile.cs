namespace DeAI.Chain.Storage.Votes;

/// <summary>An open file of an <see cref="IVoteLogDisk"/>. It stays the same file when it is renamed.</summary>
internal interface IVoteLogFile : IDisposable
{
    /// <summary>May have written a part when it throws.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    void SetLength(long length);

    /// <summary>Bytes and length are on the disk when this returns.</summary>
    void Flush();
}
