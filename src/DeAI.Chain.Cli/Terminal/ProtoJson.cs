using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Cli.Terminal;

/// <summary>
/// A node's answer as JSON: the names of the .proto file, bytes in hexadecimal, 64-bit integers as numbers. Protobuf's own mapping has base64 and
/// strings there, which nobody can compare with what the other commands print.
/// </summary>
internal static class ProtoJson
{
    public static JsonObject Of(IMessage message)
    {
        JsonObject json = [];
        foreach (FieldDescriptor field in message.Descriptor.Fields.InDeclarationOrder())
        {
            object? value = field.Accessor.GetValue(message);
            json[field.Name] = field.IsMap ? OfMap((System.Collections.IDictionary)value)
                : field.IsRepeated ? OfList((System.Collections.IEnumerable)value)
                : OfValue(value);
        }

        return json;
    }

    /// <summary>Indented lines of names and values.</summary>
    public static void WriteText(JsonNode? node, TextWriter text, int indent = 0)
    {
        string margin = new(' ', indent * 2);
        switch (node)
        {
            case JsonObject json:
                int width = json.Select(static member => member.Key.Length).DefaultIfEmpty().Max();
                foreach (KeyValuePair<string, JsonNode?> member in json)
                {
                    WriteMember(member.Key.PadRight(width), member.Value, text, indent);
                }

                break;
            case JsonArray { Count: 0 }:
                text.WriteLine($"{margin}none");
                break;
            case JsonArray items:
                foreach (JsonNode? item in items)
                {
                    WriteText(item, text, indent);
                    if (item is JsonObject)
                    {
                        text.WriteLine();
                    }
                }

                break;
            default:
                text.WriteLine($"{margin}{node}");
                break;
        }
    }

    private static void WriteMember(string name, JsonNode? value, TextWriter text, int indent)
    {
        string margin = new(' ', indent * 2);
        if (value is JsonObject or JsonArray { Count: > 0 })
        {
            text.WriteLine($"{margin}{name.TrimEnd()}:");
            WriteText(value, text, indent + 1);
        }
        else
        {
            text.WriteLine($"{margin}{name}  {(value is JsonArray ? "none" : value?.ToString() ?? "-")}");
        }
    }

    private static JsonObject OfMap(System.Collections.IDictionary map)
    {
        JsonObject json = [];
        foreach (System.Collections.DictionaryEntry entry in map)
        {
            json[$"{entry.Key}"] = OfValue(entry.Value);
        }

        return json;
    }

    private static JsonArray OfList(System.Collections.IEnumerable items)
    {
        JsonArray json = [];
        foreach (object? item in items)
        {
            json.Add(OfValue(item));
        }

        return json;
    }

    private static JsonNode? OfValue(object? value) => value switch
    {
        null => null,
        IMessage message => Of(message),
        ByteString bytes => Convert.ToHexStringLower(bytes.Span),
        bool flag => flag,
        int number => number,
        uint number => number,
        long number => number,
        ulong number => number,
        double number => number,
        float number => number,
        _ => value.ToString(),
    };
}
