namespace DeAI.Chain.Cli.Terminal;

/// <summary>Ends a command with a message for people and an exit code for scripts: what happened, why, and what to do.</summary>
public sealed class CliException : Exception
{
    public CliException(string code, string message, string remedy, int exitCode = Terminal.ExitCode.Failed)
        : base(Refusal.Bounded(message))
    {
        Code = code;
        Remedy = remedy;
        ExitCode = exitCode;
    }

    /// <summary>A stable name, <c>area.reason</c>.</summary>
    public string Code { get; }

    /// <summary>One sentence; empty where there is nothing to be done.</summary>
    public string Remedy { get; }

    public int ExitCode { get; }

    /// <summary>What a script needs besides, as the member <c>details</c> of the error's document; null where there is nothing.</summary>
    public object? Details { get; init; }

    public static CliException Of(Refusal refusal, string remedy = "") => new(refusal.Code.Value, refusal.Detail, remedy);

    public static CliException Usage(string message, string remedy = "") => new("cli.usage", message, remedy, Terminal.ExitCode.Usage);
}
