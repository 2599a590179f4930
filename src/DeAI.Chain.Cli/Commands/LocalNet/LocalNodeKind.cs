namespace DeAI.Chain.Cli.Commands.LocalNet;

/// <summary>What an organisation runs.</summary>
public enum LocalNodeKind
{
    /// <summary>Nothing: it uses the others' nodes.</summary>
    None,
    Validator,
    Auditor,
}
