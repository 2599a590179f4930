using System.Text.Json;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Tests;
using Xunit.Abstractions;

namespace DeAI.Chain.Primitives.Tests;

public sealed class MessagePackSuiteTests(ITestOutputHelper output)
{
    private static readonly string[] Permitted = ["nil", "bool", "binary", "number", "bignum", "string", "array"];

    /// <summary>
    /// The suite lists every form of a value, shortest first. Of types in the subset exactly the shortest is accepted, and written again;
    /// floats, maps, extensions and timestamps are refused in every form.
    /// </summary>
    [Fact]
    public void Read_EveryFormOfTheSuite_AcceptsExactlyTheShortestPermitted()
    {
        if (!VectorFiles.TryOpen("msgpack_test_suite.json", output, out JsonDocument document))
        {
            return;
        }

        int accepted = 0;
        int refused = 0;
        foreach (JsonProperty section in document.RootElement.EnumerateObject())
        {
            foreach (JsonElement value in section.Value.EnumerateArray())
            {
                byte[][] forms = [.. value.GetProperty("msgpack").EnumerateArray().Select(f => Convert.FromHexString(f.GetString()!.Replace("-", "", StringComparison.Ordinal)))];
                byte[]? canonical = IsPermitted(value) ? forms.Where(f => !IsFloat(f) && !IsSignedFormOfNonNegative(f)).MinBy(f => f.Length) : null;
                foreach (byte[] form in forms)
                {
                    Result<byte[]> read = GenericReader.Reencode(form);
                    string context = $"{section.Name}: {Convert.ToHexString(form)}";
                    Assert.True(read.IsOk == ReferenceEquals(form, canonical), context);
                    if (read.IsOk)
                    {
                        accepted++;
                        Assert.Equal(form, read.Value);
                    }
                    else
                    {
                        refused++;
                        Assert.Contains(read.Refusal!.Code, new[] { EncodingErrors.NotShortest, EncodingErrors.WrongType });
                    }
                }
            }
        }

        output.WriteLine($"{accepted} forms accepted, {refused} refused");
        Assert.True(accepted > 40 && refused > 150);
    }

    /// <summary>The rule beyond length: 2^63 - 1 has two forms of nine bytes, and the unsigned one counts.</summary>
    private static bool IsSignedFormOfNonNegative(byte[] form) => form[0] is >= 0xd0 and <= 0xd3 && form[1] < 0x80;

    private static bool IsFloat(byte[] form) => form[0] is 0xca or 0xcb;

    private static bool IsPermitted(JsonElement value) =>
        Permitted.Contains(value.EnumerateObject().First(p => p.Name != "msgpack").Name)
        && !(value.TryGetProperty("number", out JsonElement number) && number.GetRawText().Contains('.', StringComparison.Ordinal))
        && !(value.TryGetProperty("array", out JsonElement array) && array.EnumerateArray().Any(i => i.ValueKind == JsonValueKind.Object));
}
