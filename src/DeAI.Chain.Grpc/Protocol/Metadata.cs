using System.Buffers;
using Google.Protobuf;

namespace DeAI.Chain.Grpc;

/// <summary>
/// Headers or trailers of a call: an ordered list in which a key may occur more than once.
/// Keys are [0-9a-z_.-]+; text values are printable ASCII; keys ending in <c>-bin</c> carry bytes, Base64 on the wire.
/// The names of the protocol itself (<c>grpc-*</c>, <c>content-type</c>, <c>te</c>, pseudo headers) are refused.
/// </summary>
public sealed class Metadata
{
    private const string BinarySuffix = "-bin";

    private static readonly SearchValues<char> KeyChars = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz_.-");

    private readonly List<MetadataEntry> _entries = [];
    private bool _sent;

    /// <summary>All entries in their order.</summary>
    public IReadOnlyList<MetadataEntry> Entries => _entries;

    /// <summary>Adds a text entry.</summary>
    /// <exception cref="ArgumentException">The key is reserved, ends in <c>-bin</c> or has other characters; or the value is not printable ASCII.</exception>
    /// <exception cref="InvalidOperationException">These headers were already sent.</exception>
    public Metadata Add(string key, string value)
    {
        string name = CheckKey(key);
        if (IsBinary(name))
        {
            throw new ArgumentException($"The key '{name}' takes bytes.", nameof(key));
        }

        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new ArgumentException($"The value of '{name}' is not printable ASCII.", nameof(value));
        }

        _entries.Add(MetadataEntry.OfText(name, value));
        return this;
    }

    /// <summary>Adds a binary entry; the key ends in <c>-bin</c>.</summary>
    /// <exception cref="ArgumentException">The key is reserved, does not end in <c>-bin</c> or has other characters.</exception>
    /// <exception cref="InvalidOperationException">These headers were already sent.</exception>
    public Metadata Add(string key, ByteString value)
    {
        string name = CheckKey(key);
        if (!IsBinary(name))
        {
            throw new ArgumentException($"The key '{name}' does not end in -bin.", nameof(key));
        }

        _entries.Add(MetadataEntry.OfBinary(name, value));
        return this;
    }

    /// <summary>The last text value under the key, or null.</summary>
    public string? GetText(string key) => _entries.FindLast(entry => entry.Key == key)?.Text;

    /// <summary>The last binary value under the key, or null.</summary>
    public ByteString? GetBinary(string key) => _entries.FindLast(entry => entry.Key == key)?.Binary;

    /// <summary>From then on every Add throws: what is added after sending would be lost without a word.</summary>
    internal void MarkSent() => _sent = true;

    /// <summary>Takes a header as a peer sent it; what is not metadata or cannot be read is left out.</summary>
    internal void AddReceived(string key, string value)
    {
        string name = key.ToLowerInvariant();
        if (IsReserved(name) || name.AsSpan().ContainsAnyExcept(KeyChars))
        {
            return;
        }

        if (!IsBinary(name))
        {
            _entries.Add(MetadataEntry.OfText(name, value));
            return;
        }

        foreach (Range part in value.AsSpan().Split(','))
        {
            if (Base64.TryDecode(value.AsSpan(part).Trim(), out ByteString? bytes))
            {
                _entries.Add(MetadataEntry.OfBinary(name, bytes));
            }
        }
    }

    internal static string WireValue(MetadataEntry entry) => entry.Text ?? Base64.Encode(entry.Binary!);

    private static bool IsBinary(string key) => key.EndsWith(BinarySuffix, StringComparison.Ordinal);

    private static bool IsReserved(string key) =>
        key.Length == 0 || key[0] == ':' || key.StartsWith("grpc-", StringComparison.Ordinal)
        || key is "content-type" or "te" or "content-length" or "connection" or "transfer-encoding" or "host";

    private string CheckKey(string key)
    {
        if (_sent)
        {
            throw new InvalidOperationException("These headers were already sent.");
        }

        string name = key.ToLowerInvariant();
        if (IsReserved(name) || name.AsSpan().ContainsAnyExcept(KeyChars))
        {
            throw new ArgumentException($"'{key}' cannot be a metadata key.", nameof(key));
        }

        return name;
    }
}
