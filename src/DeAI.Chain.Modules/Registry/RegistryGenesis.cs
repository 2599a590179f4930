using System.Text.Json;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Handlers;
using DeAI.Chain.Modules.Registry.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry;

/// <summary>
/// The genesis section: <c>{"organisations": [{"name", "legal_entity", "accounts": [{"key", "roles": ["registrar", ...]}],
/// "nodes": [{"key", "kind": "validator" | "auditor"}]}]}</c>. Organisations are numbered from 1 in file order.
/// </summary>
internal static class RegistryGenesis
{
    public static Result Initialise(GenesisSection section, IStateWriter state)
    {
        if (!section.Json.TryGetProperty("organisations", out JsonElement organisations) || organisations.ValueKind != JsonValueKind.Array)
        {
            return section.Refuse("organisations", "must be an array");
        }

        bool anyRegistrar = false;
        int index = 0;
        foreach (JsonElement organisation in organisations.EnumerateArray())
        {
            Result added = AddOrganisation(section, $"organisations[{index++}]", organisation, state, ref anyRegistrar);
            if (!added.IsOk)
            {
                return added;
            }
        }

        return anyRegistrar
            ? Result.Ok
            : section.Refuse("organisations", "no account has the role 'registrar': nobody could ever admit a member");
    }

    private static Result AddOrganisation(
        GenesisSection section, string path, JsonElement json, IStateWriter state, ref bool anyRegistrar)
    {
        string name = Text(json, "name");
        string legalEntity = Text(json, "legal_entity");
        Result names = RegistryChecks.First(RegistryChecks.NameIsGood("name", name), RegistryChecks.NameIsGood("legal_entity", legalEntity));
        if (names.Refusal is { } bad)
        {
            return section.Refuse(path, bad.Detail);
        }

        if (System.Text.Encoding.UTF8.GetByteCount(name) > OrganisationRecord.MaxNameBytes
            || System.Text.Encoding.UTF8.GetByteCount(legalEntity) > OrganisationRecord.MaxLegalEntityBytes)
        {
            return section.Refuse(path, "name or legal_entity is too long");
        }

        if (RegistryState.IsNameTaken(state, name) || RegistryState.IsLegalEntityTaken(state, legalEntity))
        {
            return section.Refuse(path, "name or legal_entity is used twice");
        }

        OrganisationId id = RegistryState.AddOrganisation(state, new OrganisationRecord(name, legalEntity, OrganisationStatus.Live, default));
        foreach (JsonElement account in Items(json, "accounts"))
        {
            Result added = AddAccount(section, path, account, id, state, ref anyRegistrar);
            if (!added.IsOk)
            {
                return added;
            }
        }

        foreach (JsonElement node in Items(json, "nodes"))
        {
            Result added = AddNode(section, path, node, id, state);
            if (!added.IsOk)
            {
                return added;
            }
        }

        return Result.Ok;
    }

    private static Result AddAccount(
        GenesisSection section, string path, JsonElement json, OrganisationId organisation, IStateWriter state, ref bool anyRegistrar)
    {
        if (!PublicKey.TryParse(Text(json, "key"), out PublicKey key))
        {
            return section.Refuse($"{path}.accounts", "key must be 64 hexadecimal digits");
        }

        if (RegistryChecks.KeyIsFree(state, key).Refusal is { } refusal)
        {
            return section.Refuse($"{path}.accounts", refusal.Detail);
        }

        Role roles = Role.None;
        foreach (JsonElement role in Items(json, "roles"))
        {
            if (!TryParseRole(role.ValueKind == JsonValueKind.String ? role.GetString()! : string.Empty, out Role parsed))
            {
                return section.Refuse($"{path}.accounts", $"unknown role {role}");
            }

            roles |= parsed;
        }

        anyRegistrar |= roles.HasFlag(Role.Registrar);
        AccountId account = new(key.Value);
        RegistryState.PutAccount(state, account, new AccountRecord(organisation, key, roles));
        RegistryState.UseKey(state, key, account);
        return Result.Ok;
    }

    private static Result AddNode(GenesisSection section, string path, JsonElement json, OrganisationId organisation, IStateWriter state)
    {
        if (!PublicKey.TryParse(Text(json, "key"), out PublicKey key))
        {
            return section.Refuse($"{path}.nodes", "key must be 64 hexadecimal digits");
        }

        if (RegistryChecks.KeyIsFree(state, key).Refusal is { } refusal)
        {
            return section.Refuse($"{path}.nodes", refusal.Detail);
        }

        NodeKind kind = Text(json, "kind") switch { "validator" => NodeKind.Validator, "auditor" => NodeKind.Auditor, _ => NodeKind.None };
        if (kind == NodeKind.None)
        {
            return section.Refuse($"{path}.nodes", "kind must be 'validator' or 'auditor'");
        }

        RegistryState.PutNode(state, key, new NodeRecord(organisation, kind));
        return Result.Ok;
    }

    private static bool TryParseRole(string text, out Role role)
    {
        foreach (Role known in Enum.GetValues<Role>())
        {
            if (known != Role.None && string.Equals(known.ToString().ToLowerInvariant(), text, StringComparison.Ordinal))
            {
                role = known;
                return true;
            }
        }

        role = Role.None;
        return false;
    }

    private static string Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : string.Empty;

    private static IEnumerable<JsonElement> Items(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : Enumerable.Empty<JsonElement>();
}
