using System.Text.Json.Nodes;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Tests.Testing;

/// <summary>
/// Builds a genesis file. It starts with organisations 1 to 4, each with a validator: "Org1" to "Org4", the first with the account "registrar"
/// (roles registrar and issuer).
/// </summary>
public sealed class TestGenesis
{
    public const ulong DefaultCredits = 1_000_000_000;

    private readonly JsonArray _organisations = [];
    private readonly JsonObject _credits = [];
    private readonly JsonObject _parameters = [];
    private readonly JsonObject _sections = [];
    private readonly JsonArray _validators = [];
    private readonly SortedDictionary<string, TestAccount> _accounts = new(StringComparer.Ordinal);
    private readonly List<SigningKey> _seats = [];

    public TestGenesis()
    {
        for (int i = 1; i <= 4; i++)
        {
            AddSeat(AddOrganisation($"Org{i}"), $"validator{i}");
        }

        AddAccount(new OrganisationId(1), "registrar", Role.Registrar | Role.Issuer);
    }

    public IReadOnlyDictionary<string, TestAccount> Accounts => _accounts;

    /// <summary>The keys of all seats of epoch 0 and of every node added as validator.</summary>
    public IReadOnlyList<SigningKey> Seats => _seats;

    public OrganisationId AddOrganisation(string name)
    {
        _organisations.Add(new JsonObject { ["name"] = name, ["legal_entity"] = $"LEI-{name}", ["accounts"] = new JsonArray(), ["nodes"] = new JsonArray() });
        return new OrganisationId((uint)_organisations.Count);
    }

    public TestAccount AddAccount(OrganisationId organisation, string name, Role roles, ulong credits = DefaultCredits)
    {
        TestAccount account = new(name, organisation, roles);
        JsonArray names = [];
        foreach (Role role in Enum.GetValues<Role>().Where(role => role != Role.None && roles.HasFlag(role)))
        {
            names.Add(role.ToString().ToLowerInvariant());
        }

        _organisations[(int)organisation.Value - 1]!["accounts"]!.AsArray().Add(new JsonObject { ["key"] = account.Id.ToString(), ["roles"] = names });
        if (credits > 0)
        {
            _credits[account.Id.ToString()] = credits;
        }

        _accounts.Add(name, account);
        return account;
    }

    /// <summary>A further organisation with one account of the same name.</summary>
    public TestAccount AddMember(string name, Role roles, ulong credits = DefaultCredits) => AddAccount(AddOrganisation(name), name, roles, credits);

    /// <summary>A validator of epoch 0. Organisations come in ascending order.</summary>
    public SigningKey AddSeat(OrganisationId organisation, string name)
    {
        SigningKey seat = AddFutureValidator(organisation, name);
        _validators.Add(new JsonObject { ["organisation"] = organisation.Value, ["key"] = seat.PublicKey.ToString() });
        return seat;
    }

    /// <summary>Registers a node key, without a seat.</summary>
    public SigningKey AddNode(OrganisationId organisation, string name, string kind)
    {
        SigningKey key = TestAccount.KeyOf(name);
        _organisations[(int)organisation.Value - 1]!["nodes"]!.AsArray().Add(new JsonObject { ["key"] = key.PublicKey.ToString(), ["kind"] = kind });
        return key;
    }

    /// <summary>A key that may propose once governance gave it a seat.</summary>
    public SigningKey AddFutureValidator(OrganisationId organisation, string name)
    {
        SigningKey key = AddNode(organisation, name, "validator");
        _seats.Add(key);
        return key;
    }

    public TestGenesis Set(string parameter, ulong value)
    {
        _parameters[parameter] = value;
        return this;
    }

    /// <summary>A module's own section; "registry" and "accounts" are written by this builder.</summary>
    public TestGenesis Section(string module, JsonObject section)
    {
        _sections[module] = section;
        return this;
    }

    public string ToJson()
    {
        JsonObject modules = (JsonObject)_sections.DeepClone();
        modules["registry"] = new JsonObject { ["organisations"] = _organisations.DeepClone() };
        modules["accounts"] = new JsonObject { ["credits"] = _credits.DeepClone() };
        JsonObject root = new()
        {
            ["name"] = "modules-test",
            ["time_ms"] = 1_000,
            ["validators"] = _validators.DeepClone(),
            ["parameters"] = _parameters.DeepClone(),
            ["modules"] = modules,
        };
        return root.ToJsonString();
    }
}
