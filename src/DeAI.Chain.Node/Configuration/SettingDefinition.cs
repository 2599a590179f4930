namespace DeAI.Chain.Node.Configuration;

/// <summary>One setting of a node.</summary>
/// <param name="Name">Its key in node.json; the environment variable is DEAI_ and the name in capitals.</param>
/// <param name="Default">Null where there is none and the setting is required.</param>
/// <param name="Description">One sentence, with the form.</param>
public sealed record SettingDefinition(string Name, string? Default, string Description)
{
    public string EnvironmentVariable => "DEAI_" + Name.ToUpperInvariant();
}
