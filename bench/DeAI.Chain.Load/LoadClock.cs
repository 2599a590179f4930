namespace DeAI.Chain.Load;

/// <summary>Which part of the run it is: warming up, counting, or over.</summary>
internal sealed class LoadClock(ulong height)
{
    private int _phase;
    private ulong _height = height;

    public bool IsCounting => Volatile.Read(ref _phase) == 1;

    public bool IsOver => Volatile.Read(ref _phase) == 2;

    /// <summary>The newest height that a transfer was final at.</summary>
    public ulong Height => Volatile.Read(ref _height);

    public void Count() => Volatile.Write(ref _phase, 1);

    public void End() => Volatile.Write(ref _phase, 2);

    public void Saw(ulong height)
    {
        if (height > Volatile.Read(ref _height))
        {
            Volatile.Write(ref _height, height);
        }
    }
}
