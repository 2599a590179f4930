namespace DeAI.Chain.Ledger.State;

/// <summary>The state holds bytes that no module wrote: a broken invariant, the node stops.</summary>
public sealed class StateCorruptException : Exception
{
    public StateCorruptException(string message)
        : base(message)
    {
    }

    public StateCorruptException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public StateCorruptException()
    {
    }
}
