namespace DeAI.Chain.Cli.Commands.Node.Doctor;

/// <summary>How bad it is.</summary>
internal enum FindingLevel
{
    Ok,

    /// <summary>The node starts, but somebody should know.</summary>
    Warning,

    /// <summary>The node does not start, or does not do its work.</summary>
    Error,
}
