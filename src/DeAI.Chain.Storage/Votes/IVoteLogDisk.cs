namespace DeAI.Chain.Storage.Votes;

/// <summary>
/// What the vote log needs of a file system, so that tests can put one under it that loses power at any call. Failures throw
/// <see cref="StorageException"/>.
/// </summary>
internal interface IVoteLogDisk
{
    bool Exists(string path);

    /// <summary>A name that a copy of the file does not have; empty where there is no such thing.</summary>
    string NameOf(string path) => string.Empty;

    /// <exception cref="StorageException">Unreadable, or longer than <paramref name="maxBytes"/>.</exception>
    byte[] ReadAll(string path, long maxBytes);

    /// <summary>An empty file, instead of any of that name.</summary>
    IVoteLogFile Create(string path);

    /// <summary>Atomic; durable only after <see cref="FlushDirectory"/>.</summary>
    void Rename(string from, string to);

    void FlushDirectory(string directory);
}
