namespace DeAI.Chain.Cli.Terminal;

/// <summary>What the program tells scripts. These numbers are stable.</summary>
public static class ExitCode
{
    public const int Done = 0;

    /// <summary>It was refused, or it failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>No node answers.</summary>
    public const int CannotConnect = 3;

    /// <summary>A transaction was sent, and it is not known yet what becomes of it: neither done nor failed. It must not be sent anew.</summary>
    public const int Pending = 4;
}
