namespace DeAI.Chain.Cli.Commands.Demo.Chain;

/// <summary>A node as it was last seen.</summary>
/// <param name="State">In a word or two: running, syncing, not reachable.</param>
internal sealed record NodePicture(string Name, bool IsValidator, ulong Height, int Peers, string State);
