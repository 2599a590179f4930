namespace DeAI.Chain.Cli.Commands.Simulation;

/// <summary>What virtual time leaves out, in microseconds of a processor.</summary>
internal sealed record LatencyCosts(double CheckMicroseconds, double BeaconMicroseconds);
