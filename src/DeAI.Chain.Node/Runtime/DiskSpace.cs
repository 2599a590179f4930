using DeAI.Chain.Storage;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Node.Runtime;

/// <summary>
/// What happens when the disk is full: writes of every thread wait until the one that failed goes through. Nothing that waits is acknowledged,
/// so nothing is signed or called final; reads go on. It ends by itself when there is space again.
/// </summary>
internal sealed partial class DiskSpace(ILogger<DiskSpace> logger, TimeSpan retryEvery) : IDisposable
{
    private readonly ManualResetEventSlim _room = new(initialState: true);
    private readonly ManualResetEventSlim _stopping = new();
    private readonly Lock _gate = new();
    private string? _full;

    /// <summary>Why nothing can be written now; null if it can.</summary>
    public string? Full => Volatile.Read(ref _full);

    /// <summary>Runs a write that leaves nothing behind when it finds no space, again and again until there is some.</summary>
    /// <returns>False if the node is stopped before.</returns>
    /// <exception cref="StorageException">Any other failure.</exception>
    public bool Write(Action write)
    {
        while (!_stopping.IsSet)
        {
            bool hasRoom = _room.IsSet || WaitHandle.WaitAny([_room.WaitHandle, _stopping.WaitHandle]) == 0;
            if (hasRoom && Tried(write))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Lets go of whoever waits. What was not written was not acknowledged.</summary>
    public void Stop() => _stopping.Set();

    public void Dispose()
    {
        _room.Dispose();
        _stopping.Dispose();
    }

    private bool Tried(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (StorageFullException full)
        {
            return TakeOver(full) && Retried(write);
        }
    }

    /// <summary>Only the first thread that finds the disk full tries again; the others wait for it.</summary>
    private bool TakeOver(StorageFullException full)
    {
        lock (_gate)
        {
            if (_full is not null)
            {
                return false;
            }

            _room.Reset();
            Volatile.Write(ref _full, $"the disk is full, this node only reads until there is space: {full.Message}");
        }

        LogFull(logger, full.Message);
        return true;
    }

    private bool Retried(Action write)
    {
        try
        {
            while (!_stopping.Wait(retryEvery))
            {
                try
                {
                    write();
                    LogRoom(logger);
                    return true;
                }
                catch (StorageFullException full)
                {
                    Volatile.Write(ref _full, $"the disk is full, this node only reads until there is space: {full.Message}");
                }
            }

            return false;
        }
        finally
        {
            Volatile.Write(ref _full, null);
            _room.Set();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The disk is full: {Why}. This node reads and serves, and neither votes nor takes transactions, until there is space.")]
    private static partial void LogFull(ILogger logger, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "There is space on the disk again: this node takes part as before.")]
    private static partial void LogRoom(ILogger logger);
}
