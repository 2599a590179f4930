using DeAI.Chain.Modules.Registry.Contracts;

namespace DeAI.Chain.Cli.Commands.LocalNet;

/// <summary>An account to be made for a local network.</summary>
/// <param name="Name">Names its keystore: lower-case letters, digits and hyphens, unique in the network.</param>
/// <param name="Roles">What it may do from the start.</param>
/// <param name="Credits">What it holds from the start.</param>
public sealed record LocalAccount(string Name, Role Roles, ulong Credits);
