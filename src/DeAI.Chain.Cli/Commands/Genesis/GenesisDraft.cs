using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Registry.Contracts;

namespace DeAI.Chain.Cli.Commands.Genesis;

/// <summary>
/// A genesis file while organisations add themselves to it. It has the final file's form and may be incomplete. It holds public keys only:
/// whoever adds one keeps the private key at home.
/// </summary>
public sealed class GenesisDraft
{
    private static readonly JsonDocumentOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, MaxDepth = GenesisDocument.MaxDepth };

    private static readonly JsonSerializerOptions Writing = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _root;

    private GenesisDraft(JsonObject root)
    {
        _root = root;
    }

    /// <summary>Organisations are numbered from 1 in this order.</summary>
    public IReadOnlyList<string> Organisations =>
        [.. Array(Section("registry"), "organisations").Select(static item => (string?)item?["name"] ?? string.Empty)];

    public static GenesisDraft Create(string name, DateTimeOffset time)
    {
        JsonObject root = new()
        {
            ["name"] = name,
            ["time_ms"] = time.ToUnixTimeMilliseconds(),
            ["validators"] = new JsonArray(),
            ["parameters"] = new JsonObject(),
            ["modules"] = new JsonObject { ["registry"] = new JsonObject { ["organisations"] = new JsonArray() }, ["accounts"] = new JsonObject { ["credits"] = new JsonObject() } },
        };
        return new GenesisDraft(root);
    }

    /// <exception cref="CliException">The text is no JSON object.</exception>
    public static GenesisDraft Parse(string text, string path)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Reading) is JsonObject root
                ? new GenesisDraft(root)
                : throw new CliException("genesis.bad_draft", $"{path} holds no JSON object", "make a draft with: deai genesis new");
        }
        catch (JsonException error)
        {
            throw new CliException("genesis.bad_draft", $"{path} is not JSON: {error.Message}", "make a draft with: deai genesis new");
        }
    }

    /// <returns>The organisation's number.</returns>
    public uint AddOrganisation(string name, string legalEntity)
    {
        JsonArray organisations = Array(Section("registry"), "organisations");
        if (Organisations.Contains(name))
        {
            throw new CliException("genesis.name_taken", $"The draft has an organisation '{name}' already", "choose another name");
        }

        organisations.Add(new JsonObject { ["name"] = name, ["legal_entity"] = legalEntity, ["accounts"] = new JsonArray(), ["nodes"] = new JsonArray() });
        return (uint)organisations.Count;
    }

    public void AddAccount(string organisation, PublicKey key, Role roles, ulong credits)
    {
        JsonArray names = [.. Enum.GetValues<Role>().Where(role => role != Role.None && roles.HasFlag(role)).Select(static role => (JsonNode)role.ToString().ToLowerInvariant())];
        Array(Organisation(organisation), "accounts").Add(new JsonObject { ["key"] = key.ToString(), ["roles"] = names });
        if (credits > 0)
        {
            Object(Section("accounts"), "credits")[key.ToString()] = credits;
        }
    }

    /// <summary>Gives an organisation its seat.</summary>
    public void AddValidator(string organisation, PublicKey key)
    {
        uint number = NumberOf(organisation);
        JsonArray validators = Array(_root, "validators");
        if (validators.Any(seat => (uint?)seat?["organisation"] == number))
        {
            throw new CliException("genesis.seat_taken", $"'{organisation}' has a seat already, and an organisation has at most one", string.Empty);
        }

        // Without its seat it may still connect and follow, and can be seated again.
        AddNode(organisation, key, "validator");
        int at = validators.TakeWhile(seat => (uint?)seat?["organisation"] < number).Count();
        validators.Insert(at, new JsonObject { ["organisation"] = number, ["key"] = key.ToString() });
    }

    /// <summary>A node that may connect and does not vote.</summary>
    public void AddAuditor(string organisation, PublicKey key) => AddNode(organisation, key, "auditor");

    public void SetParameter(string name, ulong value) => Object(_root, "parameters")[name] = value;

    /// <summary>Sets a module's whole section, for modules that this command knows no words for.</summary>
    public void SetSection(string module, JsonNode section) => Object(_root, "modules")[module] = section;

    public string ToJson() => _root.ToJsonString(Writing) + "\n";

    /// <summary>Reads the draft as the finished file, and starts the chain in memory: every module checks its section.</summary>
    public GenesisDocument Check() => Check(ToJson());

    /// <exception cref="CliException">A code of <see cref="GenesisErrors"/>, with the place in the file.</exception>
    public static GenesisDocument Check(string json)
    {
        GenesisDocument document = GenesisDocument.Parse(json).OrFail("correct the place that is named");
        _ = GenesisState.Build(document, new CatalogIndex(ModuleCatalog.Create())).OrFail("correct the section that is named");
        return document;
    }

    private void AddNode(string organisation, PublicKey key, string kind) =>
        Array(Organisation(organisation), "nodes").Add(new JsonObject { ["key"] = key.ToString(), ["kind"] = kind });

    private JsonObject Organisation(string name) => (JsonObject)Array(Section("registry"), "organisations")[(int)NumberOf(name) - 1]!;

    private uint NumberOf(string organisation)
    {
        int index = Organisations.ToList().IndexOf(organisation);
        return index >= 0
            ? (uint)index + 1
            : throw new CliException(
                "genesis.unknown_organisation",
                $"The draft has no organisation '{organisation}'; it has: {string.Join(", ", Organisations)}",
                "add it with: deai genesis add organisation");
    }

    private JsonObject Section(string module) => Object(Object(_root, "modules"), module);

    private static JsonObject Object(JsonObject parent, string name) => Member(parent, name, static () => new JsonObject());

    private static JsonArray Array(JsonObject parent, string name) => Member(parent, name, static () => new JsonArray());

    private static T Member<T>(JsonObject parent, string name, Func<T> make)
        where T : JsonNode
    {
        if (parent[name] is not { } found)
        {
            found = make();
            parent[name] = found;
        }

        return found as T ?? throw new CliException("genesis.bad_draft", $"'{name}' in the draft has the wrong form", "compare with a draft of deai genesis new");
    }
}
