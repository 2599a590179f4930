namespace DeAI.Chain.Cli.Commands.Node.Doctor;

/// <summary>What one check saw.</summary>
/// <param name="Check">A stable name.</param>
/// <param name="Remedy">What to do; empty where nothing is to be done.</param>
internal sealed record Finding(string Check, FindingLevel Level, string Detail, string Remedy = "")
{
    public static Finding Ok(string check, string detail) => new(check, FindingLevel.Ok, detail);

    public static Finding Warning(string check, string detail, string remedy) => new(check, FindingLevel.Warning, detail, remedy);

    public static Finding Error(string check, string detail, string remedy) => new(check, FindingLevel.Error, detail, remedy);
}
