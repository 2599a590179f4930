using DeAI.Chain.Cryptography;

namespace DeAI.Chain.Cli.Commands.Demo.Cast;

/// <summary>An account that plays a part.</summary>
/// <param name="Name">As the story calls it.</param>
/// <param name="Organisation">Its organisation's number.</param>
/// <param name="Keystore">Where its encrypted key lies, for processes that act for it.</param>
internal sealed record Actor(string Name, OrganisationId Organisation, AccountId Id, SigningKey Key, string Keystore);
