namespace DeAI.Chain.Node.Configuration;

/// <summary>A setting as it is in force.</summary>
public sealed record SettingValue(SettingDefinition Definition, string Value, SettingOrigin Origin);
