using System.Text.Json;

namespace DeAI.Chain.Cryptography.Tests;

/// <summary>The common shape of Wycheproof files.</summary>
internal static class Wycheproof
{
    public static byte[] Bytes(this JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static string Name(this JsonElement test) => $"tcId {test.GetProperty("tcId").GetInt32()}: {test.Text("comment")}";

    public static IEnumerable<JsonElement> Groups(this JsonDocument document) => document.RootElement.GetProperty("testGroups").EnumerateArray();

    public static IEnumerable<JsonElement> Tests(this JsonElement group) => group.GetProperty("tests").EnumerateArray();
}
