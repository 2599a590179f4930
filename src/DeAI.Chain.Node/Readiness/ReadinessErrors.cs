namespace DeAI.Chain.Node.Readiness;

/// <summary>Why a node that runs is not ready.</summary>
internal static class ReadinessErrors
{
    /// <summary>Too few peers are heard to know where the chain is.</summary>
    public static readonly ReasonCode Unheard = new("node.unheard");

    /// <summary>Peers are further.</summary>
    public static readonly ReasonCode Behind = new("node.behind");
}
