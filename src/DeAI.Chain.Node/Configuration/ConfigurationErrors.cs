namespace DeAI.Chain.Node.Configuration;

/// <summary>Why a node's configuration is not usable.</summary>
public static class ConfigurationErrors
{
    public static readonly ReasonCode BadFile = new("config.bad_file");
    public static readonly ReasonCode UnknownKey = new("config.unknown_key");
    public static readonly ReasonCode Missing = new("config.missing");
    public static readonly ReasonCode BadValue = new("config.bad_value");
}
