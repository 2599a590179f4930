namespace DeAI.Chain.Node.Configuration;

/// <summary>Where a setting's value comes from, strongest first.</summary>
public enum SettingOrigin
{
    Flag,
    Environment,
    File,
    Default,
}
