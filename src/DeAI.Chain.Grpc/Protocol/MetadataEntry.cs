using Google.Protobuf;

namespace DeAI.Chain.Grpc;

/// <summary>One metadata value: text, or bytes where the key ends in <c>-bin</c>.</summary>
public sealed record MetadataEntry
{
    private MetadataEntry(string key, string? text, ByteString? binary)
    {
        Key = key;
        Text = text;
        Binary = binary;
    }

    /// <summary>Lower case.</summary>
    public string Key { get; }

    /// <summary>Printable ASCII; null for a binary entry.</summary>
    public string? Text { get; }

    /// <summary>Null for a text entry.</summary>
    public ByteString? Binary { get; }

    internal static MetadataEntry OfText(string key, string text) => new(key, text, null);

    internal static MetadataEntry OfBinary(string key, ByteString binary) => new(key, null, binary);
}
