using System.Text;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Tests.Testing;

/// <summary>An account with its key, derived from its name.</summary>
public sealed class TestAccount
{
    public TestAccount(string name, OrganisationId organisation, Role roles)
    {
        Name = name;
        Organisation = organisation;
        Roles = roles;
        Key = KeyOf(name);
        Id = new AccountId(Key.PublicKey.Value);
    }

    public string Name { get; }

    /// <summary>As genesis has it; 0 for an account that is not registered yet.</summary>
    public OrganisationId Organisation { get; }

    public Role Roles { get; }

    public AccountId Id { get; }

    /// <summary>What it signs with; a test that rotates the key replaces it.</summary>
    public SigningKey Key { get; set; }

    /// <summary>The nonce of its next message.</summary>
    public ulong NextNonce { get; set; } = 1;

    /// <summary>A key that depends on the text alone.</summary>
    public static SigningKey KeyOf(string name) => SigningKey.FromSeed(Sha256.Hash(Encoding.UTF8.GetBytes(name)).ToArray());

    public override string ToString() => Name;
}
