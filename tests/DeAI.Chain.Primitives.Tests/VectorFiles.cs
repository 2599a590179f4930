using System.Text.Json;
using Xunit.Abstractions;

namespace DeAI.Chain.Tests;

/// <summary>Finds the test vectors from elsewhere, which do not lie in this repository.</summary>
internal static class VectorFiles
{
    /// <summary>Opens one file, or says on <paramref name="output"/> that the test skipped it.</summary>
    public static bool TryOpen(string name, ITestOutputHelper output, out JsonDocument document)
    {
        string? folder = Environment.GetEnvironmentVariable("DEAI_VECTORS") ?? FindFolder();
        string path = Path.Combine(folder ?? ".", name);
        if (!File.Exists(path))
        {
            output.WriteLine($"skipped: {name} is not there; set DEAI_VECTORS to the folder that holds it.");
            document = JsonDocument.Parse("{}");
            return false;
        }

        document = JsonDocument.Parse(File.ReadAllText(path));
        return true;
    }

    private static string? FindFolder()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "DeAI.Chain.sln")))
            {
                return Path.Combine(at.FullName, "..", "shared", "vectors");
            }
        }

        return null;
    }
}
