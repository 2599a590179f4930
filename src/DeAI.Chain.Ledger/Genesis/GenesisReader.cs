using System.Collections.Immutable;
using System.Text.Json;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Ledger.Genesis;

/// <summary>The reading behind <see cref="GenesisDocument.Parse"/>.</summary>
internal static class GenesisReader
{
    private static readonly string[] TopLevel = ["modules", "name", "parameters", "time_ms", "validators"];
    private static readonly string[] ValidatorMembers = ["key", "organisation"];

    public static JsonElement EmptyObject { get; } = ParseElement("{}");

    public static Result<GenesisDocument> Read(string json)
    {
        if (json.Length > GenesisDocument.MaxLength)
        {
            return Refuse(GenesisErrors.TooLarge, $"{json.Length} characters, at most {GenesisDocument.MaxLength}");
        }

        JsonElement root;
        try
        {
            root = ParseElement(json);
        }
        catch (JsonException malformed)
        {
            return Refuse(GenesisErrors.BadJson, malformed.Message);
        }

        CanonicalWriter writer = new(4096);
        Result wellFormed = CanonicalJson.Write(root, "$", writer);
        wellFormed = wellFormed.IsOk ? Members(root, "$", TopLevel) : wellFormed;
        if (wellFormed.Refusal is { } refusal)
        {
            return Result.Refuse<GenesisDocument>(refusal);
        }

        return ReadMembers(root, Blob.CopyOf(writer.WrittenSpan));
    }

    private static Result<GenesisDocument> ReadMembers(JsonElement root, Blob canonical)
    {
        if (!Name(root).TryGet(out string name, out Refusal? refusal)
            || !Unsigned(root, "$", "time_ms", ulong.MaxValue).TryGet(out ulong timeMs, out refusal)
            || !Validators(root).TryGet(out ValidatorSet validators, out refusal)
            || !Parameters(root).TryGet(out Sequence<GenesisParameter> parameters, out refusal)
            || !Modules(root).TryGet(out ImmutableArray<string> modules, out refusal))
        {
            return Result.Refuse<GenesisDocument>(refusal);
        }

        JsonElement sections = root.TryGetProperty("modules", out JsonElement json) ? json : EmptyObject;
        return Result.Of(new GenesisDocument(name, timeMs, validators, parameters, modules, sections, canonical));
    }

    private static JsonElement ParseElement(string json)
    {
        JsonDocumentOptions options = new()
        {
            AllowDuplicateProperties = false,
            AllowTrailingCommas = false,
            CommentHandling = JsonCommentHandling.Skip,
            MaxDepth = GenesisDocument.MaxDepth,
        };
        using JsonDocument document = JsonDocument.Parse(json, options);
        return document.RootElement.Clone();
    }

    private static Result<string> Name(JsonElement root)
    {
        if (!root.TryGetProperty("name", out JsonElement json))
        {
            return Result.Refuse<string>(GenesisErrors.MissingMember, "$.name");
        }

        string name = json.ValueKind == JsonValueKind.String ? json.GetString() ?? string.Empty : string.Empty;
        bool valid = name.Length is >= 1 and <= 64 && name.All(static c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
        return valid
            ? Result.Of(name)
            : Result.Refuse<string>(GenesisErrors.Invalid, "$.name: 1 to 64 lower-case letters, digits and hyphens");
    }

    private static Result<ValidatorSet> Validators(JsonElement root)
    {
        if (!root.TryGetProperty("validators", out JsonElement json) || json.ValueKind != JsonValueKind.Array)
        {
            return Result.Refuse<ValidatorSet>(GenesisErrors.MissingMember, "$.validators: an array");
        }

        ImmutableArray<Validator>.Builder seats = ImmutableArray.CreateBuilder<Validator>();
        foreach (JsonElement item in json.EnumerateArray())
        {
            string path = $"$.validators[{seats.Count}]";
            if (Members(item, path, ValidatorMembers).Refusal is { } unknown)
            {
                return Result.Refuse<ValidatorSet>(unknown);
            }

            if (!Unsigned(item, path, "organisation", uint.MaxValue).TryGet(out ulong organisation, out Refusal? refusal))
            {
                return Result.Refuse<ValidatorSet>(refusal);
            }

            string? text = item.TryGetProperty("key", out JsonElement key) && key.ValueKind == JsonValueKind.String ? key.GetString() : null;
            if (!PublicKey.TryParse(text, out PublicKey publicKey) || !Cryptography.Ed25519.IsValidPublicKey(publicKey))
            {
                return Result.Refuse<ValidatorSet>(GenesisErrors.Invalid, $"{path}.key: 64 hexadecimal digits of an Ed25519 key");
            }

            if (organisation == 0)
            {
                return Result.Refuse<ValidatorSet>(GenesisErrors.Invalid, $"{path}.organisation: numbered from 1");
            }

            seats.Add(new Validator(new OrganisationId((uint)organisation), publicKey));
        }

        ValidatorSet set = new(new Sequence<Validator>(seats.ToImmutable()));
        return set.Check().Refusal is { } bad
            ? Result.Refuse<ValidatorSet>(GenesisErrors.Invalid, $"$.validators: {bad.Detail}")
            : Result.Of(set);
    }

    private static Result<Sequence<GenesisParameter>> Parameters(JsonElement root)
    {
        if (!root.TryGetProperty("parameters", out JsonElement json))
        {
            return Result.Of(default(Sequence<GenesisParameter>));
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            return Result.Refuse<Sequence<GenesisParameter>>(GenesisErrors.Invalid, "$.parameters: an object");
        }

        List<GenesisParameter> parameters = [];
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (!Unsigned(json, "$.parameters", member.Name, ulong.MaxValue).TryGet(out ulong value, out Refusal? refusal))
            {
                return Result.Refuse<Sequence<GenesisParameter>>(refusal);
            }

            parameters.Add(new GenesisParameter(member.Name, value));
        }

        parameters.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return Result.Of(Sequence.From(parameters));
    }

    private static Result<ImmutableArray<string>> Modules(JsonElement root)
    {
        if (!root.TryGetProperty("modules", out JsonElement json))
        {
            return Result.Of(ImmutableArray<string>.Empty);
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            return Result.Refuse<ImmutableArray<string>>(GenesisErrors.Invalid, "$.modules: an object");
        }

        List<string> names = [];
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Object)
            {
                return Result.Refuse<ImmutableArray<string>>(GenesisErrors.Invalid, $"$.modules.{member.Name}: an object");
            }

            names.Add(member.Name);
        }

        names.Sort(StringComparer.Ordinal);
        return Result.Of<ImmutableArray<string>>([.. names]);
    }

    private static Result Members(JsonElement json, string path, string[] known)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return Result.Refuse(GenesisErrors.Invalid, $"{path}: an object");
        }

        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (Array.IndexOf(known, member.Name) < 0)
            {
                return Result.Refuse(GenesisErrors.UnknownMember, $"{path}.{member.Name}; known are {string.Join(", ", known)}");
            }
        }

        return Result.Ok;
    }

    private static Result<ulong> Unsigned(JsonElement json, string path, string member, ulong max)
    {
        if (!json.TryGetProperty(member, out JsonElement number))
        {
            return Result.Refuse<ulong>(GenesisErrors.MissingMember, $"{path}.{member}");
        }

        return number.ValueKind == JsonValueKind.Number && number.TryGetUInt64(out ulong value) && value <= max
            ? Result.Of(value)
            : Result.Refuse<ulong>(GenesisErrors.NotAnInteger, $"{path}.{member}: an integer of 0 to {max}");
    }

    private static Result<GenesisDocument> Refuse(ReasonCode code, string detail) => Result.Refuse<GenesisDocument>(code, detail);
}
