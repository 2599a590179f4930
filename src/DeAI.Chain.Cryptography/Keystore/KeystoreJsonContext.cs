using System.Text.Json.Serialization;

namespace DeAI.Chain.Cryptography;

/// <summary>Strict: no unknown, missing, repeated or null member, no comments, no other case.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    MaxDepth = 4,
    NewLine = "\n",
    WriteIndented = true)]
[JsonSerializable(typeof(KeystoreJson))]
internal sealed partial class KeystoreJsonContext : JsonSerializerContext;
