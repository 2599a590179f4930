namespace DeAI.Chain.Cli.Commands.LocalNet.Trials;

/// <summary>A trial saw what must never be: a fork, a lost acknowledgement, a contradicting signature.</summary>
public sealed class TrialViolationException(string message) : Exception(message);
