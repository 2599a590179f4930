using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Client.Proofs;

/// <summary>The JSON form of a proof file.</summary>
internal static class ProofJson
{
    public const string Format = "deai.proof.v1";
    private const int MaxLength = 64 * 1024 * 1024;
    private const int MaxParts = 4096;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };
    private static readonly JsonWriterOptions Readable = new() { Indented = true };

    public static string Write(ProofFile proof)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("format", Format);
            writer.WriteString("kind", NameOf(proof.Kind));
            writer.WriteNumber("height", proof.Height.Value);
            writer.WriteString("key", Hex(proof.Key));
            writer.WriteString("end_key", Hex(proof.EndKey));
            writer.WriteString("proof", Hex(proof.Proof));
            writer.WriteString("receipt_proof", Hex(proof.ReceiptProof));
            writer.WritePropertyName("finality");
            WritePart(writer, proof.Finality);
            writer.WriteStartArray("handovers");
            foreach (FinalityPart handover in proof.Handovers)
            {
                WritePart(writer, handover);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static Result<ProofFile> Parse(string json) =>
        json.Length > MaxLength ? TooLong(json.Length) : Parse(() => JsonDocument.Parse(json, Strict));

    public static Result<ProofFile> Parse(ReadOnlyMemory<byte> utf8)
    {
        ReadOnlyMemory<byte> json = utf8.Span.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
        return json.Length > MaxLength ? TooLong(json.Length) : Parse(() => JsonDocument.Parse(json, Strict));
    }

    private static Result<ProofFile> TooLong(int length) =>
        Result.Refuse<ProofFile>(ProofErrors.BadFile, $"{length} bytes or characters, at most {MaxLength}");

    private static Result<ProofFile> Parse(Func<JsonDocument> parse)
    {
        try
        {
            using JsonDocument document = parse();
            return Result.Of(ReadFile(document.RootElement));
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or InvalidOperationException)
        {
            // JsonElement throws the last for a member of another type.
            return Result.Refuse<ProofFile>(ProofErrors.BadFile, malformed.Message);
        }
    }

    private static JsonElement Member(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement member) ? member : throw new FormatException($"The member '{name}' is missing.");

    private static ProofFile ReadFile(JsonElement json)
    {
        Members(json, 9);
        if (Member(json, "format").GetString() != Format)
        {
            throw new FormatException($"The format is not {Format}.");
        }

        return new ProofFile(
            KindOf(Member(json, "kind").GetString()),
            new Height(Member(json, "height").GetUInt64()),
            Bytes(Member(json, "key")),
            Bytes(Member(json, "end_key")),
            Bytes(Member(json, "proof")),
            Bytes(Member(json, "receipt_proof")),
            ReadPart(Member(json, "finality")),
            Items(Member(json, "handovers"), ReadPart));
    }

    private static string NameOf(ProofKind kind) => kind switch
    {
        ProofKind.State => "state",
        ProofKind.Transaction => "transaction",
        ProofKind.Receipt => "receipt",
        ProofKind.Range => "range",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A proof has a kind."),
    };

    private static ProofKind KindOf(string? name) => name switch
    {
        "state" => ProofKind.State,
        "transaction" => ProofKind.Transaction,
        "receipt" => ProofKind.Receipt,
        "range" => ProofKind.Range,
        _ => throw new FormatException("There is no such kind of proof."),
    };

    private static FinalityPart ReadPart(JsonElement json)
    {
        Members(json, 4);
        return new FinalityPart(
            Bytes(Member(json, "header")),
            Items(Member(json, "descendants"), Bytes),
            Bytes(Member(json, "certificate")),
            Bytes(Member(json, "next_validators")));
    }

    private static void WritePart(Utf8JsonWriter writer, FinalityPart part)
    {
        writer.WriteStartObject();
        writer.WriteString("header", Hex(part.Header));
        writer.WriteStartArray("descendants");
        foreach (Blob header in part.Descendants)
        {
            writer.WriteStringValue(Hex(header));
        }

        writer.WriteEndArray();
        writer.WriteString("certificate", Hex(part.Certificate));
        writer.WriteString("next_validators", Hex(part.NextValidators));
        writer.WriteEndObject();
    }

    // With every known member required, an exact count leaves no room for unknown ones.
    private static void Members(JsonElement json, int count)
    {
        if (json.EnumerateObject().Count() != count)
        {
            throw new FormatException($"An object does not have exactly its {count} members.");
        }
    }

    private static Sequence<T> Items<T>(JsonElement json, Func<JsonElement, T> read)
        where T : IEquatable<T>
    {
        if (json.GetArrayLength() > MaxParts)
        {
            throw new FormatException($"A list has more than {MaxParts} items.");
        }

        return new Sequence<T>([.. json.EnumerateArray().Select(read)]);
    }

    private static Blob Bytes(JsonElement json)
    {
        string text = json.GetString() ?? throw new FormatException("A field is null.");
        return text.AsSpan().ContainsAnyExcept(LowerHex)
            ? throw new FormatException("A field is not lower-case hexadecimal.")
            : new Blob(Convert.FromHexString(text));
    }

    private static string Hex(Blob bytes) => Convert.ToHexStringLower(bytes.Span);
}
