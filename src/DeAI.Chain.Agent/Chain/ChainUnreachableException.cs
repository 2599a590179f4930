namespace DeAI.Chain.Agent.Chain;

/// <summary>A node did not answer, or gave no answer that can be read. The agent waits and asks again.</summary>
public sealed class ChainUnreachableException : Exception
{
    public ChainUnreachableException()
    {
    }

    public ChainUnreachableException(string message)
        : base(message)
    {
    }

    public ChainUnreachableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
