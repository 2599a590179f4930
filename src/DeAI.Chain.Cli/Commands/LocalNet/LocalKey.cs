namespace DeAI.Chain.Cli.Commands.LocalNet;

/// <summary>An account of a local network, with its keystore.</summary>
/// <param name="Name">As in the plan.</param>
/// <param name="Organisation">Its organisation's name.</param>
/// <param name="Key">Its public key, which is also its account id.</param>
/// <param name="Roles">As text, such as "Member, Delegate".</param>
/// <param name="File">The keystore's path.</param>
public sealed record LocalKey(string Name, string Organisation, string Key, string Roles, string File);
