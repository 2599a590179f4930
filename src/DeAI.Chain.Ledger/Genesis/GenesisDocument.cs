using System.Text.Json;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Ledger.Genesis;

/// <summary>The file that a chain starts from, read strictly. Its content, not its layout, gives the chain its id.</summary>
public sealed class GenesisDocument
{
    /// <summary>The longest file, in characters.</summary>
    public const int MaxLength = 8 * 1024 * 1024;

    /// <summary>The deepest nesting.</summary>
    public const int MaxDepth = 32;

    internal GenesisDocument(
        string name,
        ulong timeMs,
        ValidatorSet validators,
        Sequence<GenesisParameter> parameters,
        IReadOnlyList<string> modules,
        JsonElement modulesJson,
        Blob canonicalBytes)
    {
        Name = name;
        TimeMs = timeMs;
        Validators = validators;
        Parameters = parameters;
        Modules = modules;
        ModulesJson = modulesJson;
        CanonicalBytes = canonicalBytes;
        Chain = new ChainId(DomainHash.Of("deai.genesis.v1", canonicalBytes.Span).Value);
    }

    /// <summary>For people: 1 to 64 lower-case letters, digits and hyphens.</summary>
    public string Name { get; }

    /// <summary>Of block 0, in milliseconds since 1970, UTC.</summary>
    public ulong TimeMs { get; }

    /// <summary>Of epoch 0.</summary>
    public ValidatorSet Validators { get; }

    /// <summary>Ascending by name.</summary>
    public Sequence<GenesisParameter> Parameters { get; }

    /// <summary>The names of the module sections, ascending.</summary>
    public IReadOnlyList<string> Modules { get; }

    /// <summary>The whole document in the form that is hashed (README, "Genesis").</summary>
    public Blob CanonicalBytes { get; }

    /// <summary>H("deai.genesis.v1", <see cref="CanonicalBytes"/>)</summary>
    public ChainId Chain { get; }

    private JsonElement ModulesJson { get; }

    /// <summary>A module's section; an empty object where the file has none.</summary>
    public GenesisSection SectionOf(string module) =>
        ModulesJson.ValueKind == JsonValueKind.Object && ModulesJson.TryGetProperty(module, out JsonElement json)
            ? new GenesisSection($"modules.{module}", json)
            : new GenesisSection($"modules.{module}", GenesisReader.EmptyObject);

    /// <returns>A code of <see cref="GenesisErrors"/>, with the place in the file.</returns>
    public static Result<GenesisDocument> Parse(string json) => GenesisReader.Read(json);
}
