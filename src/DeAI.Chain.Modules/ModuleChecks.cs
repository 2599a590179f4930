using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules;

/// <summary>Small rules that modules share.</summary>
internal static class ModuleChecks
{
    /// <summary>1 or more lower-case letters, digits and underscores, starting with a letter: a name that only one spelling has.</summary>
    public static bool IsLowerSnakeCase(string text) =>
        text.Length > 0 && text[0] is >= 'a' and <= 'z' && text.All(static c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');

    /// <summary>Not empty, without control characters and without blanks at its ends.</summary>
    public static bool IsPrintable(string text) => text.Length > 0 && text.Trim().Length == text.Length && !text.Any(char.IsControl);

    /// <summary>For modules that start empty: a section with members is a mistake in the file.</summary>
    public static Result ExpectEmpty(GenesisSection section)
    {
        foreach (System.Text.Json.JsonProperty member in section.Json.EnumerateObject())
        {
            return section.Refuse(member.Name, "this module takes nothing from genesis");
        }

        return Result.Ok;
    }
}
