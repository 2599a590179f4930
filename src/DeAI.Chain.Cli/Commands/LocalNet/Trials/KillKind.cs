namespace DeAI.Chain.Cli.Commands.LocalNet.Trials;

/// <summary>Whom a cycle kills.</summary>
public enum KillKind
{
    /// <summary>One validator: the others go on.</summary>
    One,

    /// <summary>Two of four: the chain stops until they are back.</summary>
    Two,

    /// <summary>All at the same time, as when the power fails.</summary>
    All,

    /// <summary>One, and once more while it starts again.</summary>
    WhileStarting,
}
