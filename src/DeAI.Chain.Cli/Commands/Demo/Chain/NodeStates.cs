namespace DeAI.Chain.Cli.Commands.Demo.Chain;

/// <summary>The words for how a node is.</summary>
internal static class NodeStates
{
    public const string Running = "running";
    public const string Syncing = "catching up";
    public const string Away = "not reachable";
}
