using System.Text;
using System.Text.Json;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Genesis;

/// <summary>
/// A JSON value as canonical MessagePack: null, booleans, integers and strings as such, an array as [0, items], an object as
/// [1, [name, value, name, value...]] with its names ascending by UTF-8 bytes. Spacing, comments and the order of members leave no trace.
/// </summary>
internal static class CanonicalJson
{
    /// <returns>Refused: a number that is no integer of 64 bits, a member given twice, text that is not Unicode.</returns>
    public static Result Write(JsonElement json, string path, CanonicalWriter writer)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                return WriteObject(json, path, writer);
            case JsonValueKind.Array:
                return WriteArray(json, path, writer);
            case JsonValueKind.String:
                return WriteText(json.GetString() ?? string.Empty, path, writer);
            case JsonValueKind.Number:
                return WriteNumber(json, path, writer);
            case JsonValueKind.True:
            case JsonValueKind.False:
                writer.Write(json.ValueKind == JsonValueKind.True);
                return Result.Ok;
            default:
                writer.WriteNil();
                return Result.Ok;
        }
    }

    private static Result WriteObject(JsonElement json, string path, CanonicalWriter writer)
    {
        List<JsonProperty> members = [.. json.EnumerateObject()];
        foreach (JsonProperty member in members)
        {
            if (!IsUnicode(member.Name))
            {
                return Result.Refuse(GenesisErrors.BadJson, $"{path}: a member's name is not Unicode text");
            }
        }

        members.Sort(static (left, right) => Encoding.UTF8.GetBytes(left.Name).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right.Name)));
        writer.WriteArrayHeader(2);
        writer.Write((byte)1);
        writer.WriteArrayHeader(checked(members.Count * 2));
        for (int i = 0; i < members.Count; i++)
        {
            if (i > 0 && string.Equals(members[i].Name, members[i - 1].Name, StringComparison.Ordinal))
            {
                return Result.Refuse(GenesisErrors.BadJson, $"{path}.{members[i].Name} is given twice");
            }

            writer.Write(members[i].Name);
            Result written = Write(members[i].Value, $"{path}.{members[i].Name}", writer);
            if (!written.IsOk)
            {
                return written;
            }
        }

        return Result.Ok;
    }

    private static Result WriteArray(JsonElement json, string path, CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write((byte)0);
        writer.WriteArrayHeader(json.GetArrayLength());
        int index = 0;
        foreach (JsonElement item in json.EnumerateArray())
        {
            Result written = Write(item, $"{path}[{index++}]", writer);
            if (!written.IsOk)
            {
                return written;
            }
        }

        return Result.Ok;
    }

    private static Result WriteNumber(JsonElement json, string path, CanonicalWriter writer)
    {
        string text = json.GetRawText();
        if (text.AsSpan().ContainsAny('.', 'e', 'E') || string.Equals(text, "-0", StringComparison.Ordinal))
        {
            return Result.Refuse(GenesisErrors.NotAnInteger, $"{path}: {text}");
        }

        if (json.TryGetUInt64(out ulong unsigned))
        {
            writer.Write(unsigned);
            return Result.Ok;
        }

        if (json.TryGetInt64(out long signed))
        {
            writer.Write(signed);
            return Result.Ok;
        }

        return Result.Refuse(GenesisErrors.NotAnInteger, $"{path}: {text} does not fit 64 bits");
    }

    private static Result WriteText(string text, string path, CanonicalWriter writer)
    {
        if (!IsUnicode(text))
        {
            return Result.Refuse(GenesisErrors.BadJson, $"{path}: not Unicode text");
        }

        writer.Write(text);
        return Result.Ok;
    }

    private static bool IsUnicode(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
