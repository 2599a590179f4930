namespace DeAI.Chain.Cli.Commands.LocalNet.Trials;

/// <summary>A transfer that a node called final: it must be found on every node from then on, at this height.</summary>
public readonly record struct AcknowledgedTransfer(Hash256 Id, ulong Height);
