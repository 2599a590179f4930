using System.Text;

namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>Bytes that are not a proof file's JSON.</summary>
internal static class TextForgeries
{
    private const string BadFile = "proof.bad_file";

    public static IEnumerable<AssembledFile> Of(AssembledChain chain)
    {
        string text = chain.State(chain.Entries[0].Key).ToJson();
        AssembledFile Swap(string name, string from, string to, string code = BadFile) =>
            text.Contains(from, StringComparison.Ordinal)
                ? new(name, code, Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)))
                : throw new InvalidOperationException($"There is no {from} in the file.");

        foreach (string height in new[] { "-8", "-0", "8.0", "8e0", "08", "18446744073709551616", "\"8\"", "true", "null", "[8]", "NaN", string.Empty })
        {
            yield return Swap($"height {height}", "\"height\": 8,", $"\"height\": {height},");
        }

        yield return Swap("the largest height", "\"height\": 8,", "\"height\": 18446744073709551615,", "proof.bad_content");
        yield return Swap("an unknown kind", "\"state\"", "\"block\"");
        yield return Swap("a kind in capitals", "\"state\"", "\"State\"");
        yield return Swap("no kind", "\"state\"", "null");
        yield return Swap("a kind that is a list", "\"state\"", "[]");
        yield return Swap("another format", "deai.proof.v1", "deai.proof.v2");
        yield return Swap("a member twice", "\"handovers\"", "\"kind\": \"state\", \"handovers\"");
        yield return Swap("a member twice, once escaped", "\"handovers\"", "\"k\\u0069nd\": \"state\", \"handovers\"");
        yield return Swap("a member too much", "\"handovers\"", "\"more\": 1, \"handovers\"");
        yield return Swap("a member too little", "  \"end_key\": \"\",\n", string.Empty);
        yield return Swap("another member instead", "\"end_key\"", "\"endKey\"");
        yield return Swap("a part's member too much", "\"descendants\": []", "\"more\": 1, \"descendants\": []");
        yield return Swap("a part's member twice", "\"descendants\": []", "\"descendants\": [], \"descendants\": []");
        yield return Swap("a part that is a list", "\"handovers\": [", "\"handovers\": [[],");
        yield return Swap("handovers that are none", "\"handovers\": [", "\"handovers\": null, \"x\": [");
        yield return Swap("capital digits", "\"key\": \"00020100\"", "\"key\": \"0002010A\"");
        yield return Swap("half a byte", "\"key\": \"00020100\"", "\"key\": \"0002010\"");
        yield return Swap("no hexadecimal", "\"key\": \"00020100\"", "\"key\": \"0002010g\"");
        yield return Swap("a space in it", "\"key\": \"00020100\"", "\"key\": \"0002 0100\"");
        yield return Swap("digits of another script", "\"key\": \"00020100\"", "\"key\": \"0002010\u0660\"");
        yield return Swap("a key that is null", "\"key\": \"00020100\"", "\"key\": null");
        yield return Swap("half a surrogate", "\"key\": \"00020100\"", "\"key\": \"\\ud800\"");
        yield return Swap("a comment", "\"key\"", "/* why */ \"key\"");
        yield return Swap("a comma at the end", "\"next_validators\": \"\"\n", "\"next_validators\": \"\",\n");
        yield return Swap("4,097 descendants", "\"descendants\": []", $"\"descendants\": [{string.Join(',', Enumerable.Repeat("\"\"", 4097))}]");
        yield return Swap("4,096 descendants", "\"descendants\": []", $"\"descendants\": [{string.Join(',', Enumerable.Repeat("\"\"", 4096))}]", "encoding.truncated");

        yield return new("something behind it", BadFile, Encoding.UTF8.GetBytes(text + "{}"));
        yield return new("half of it", BadFile, Encoding.UTF8.GetBytes(text[..(text.Length / 2)]));
        yield return new("nothing", BadFile, []);
        yield return new("a list", BadFile, "[]"u8.ToArray());
        yield return new("null", BadFile, "null"u8.ToArray());
        yield return new("brackets", BadFile, Encoding.UTF8.GetBytes(new string('[', 100_000)));
        yield return new("two byte order marks", BadFile, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]);
        yield return new("UTF-16", BadFile, [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)]);
        int at = text.IndexOf("state", StringComparison.Ordinal);
        yield return new("no UTF-8 in a string", BadFile, [.. Encoding.UTF8.GetBytes(text[..at]), 0xff, .. Encoding.UTF8.GetBytes(text[at..])]);
        yield return new("no UTF-8 between members", BadFile, [0xc0, 0xa0, .. Encoding.UTF8.GetBytes(text)]);
        yield return new("a longer file than any", BadFile, [.. Encoding.UTF8.GetBytes(text), .. Enumerable.Repeat((byte)' ', (64 << 20) + 1 - text.Length)]);
    }
}
