namespace DeAI.Chain.Architecture.Tests;

public sealed class HabitTests
{
    private const int MaxLines = 400;

    /// <summary>Files that are longer, each with the reason.</summary>
    private static readonly Dictionary<string, string> LongFiles = new(StringComparer.Ordinal)
    {
        ["src/DeAI.Chain.Primitives/Encoding/CanonicalReader.cs"] = "one strict grammar, read as one",
    };

    [Fact]
    public void SourceFiles_AreShort()
    {
        string[] tooLong =
        [
            .. Repository.SourceFiles("src")
                .Select(static path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
                .Where(static path => !LongFiles.ContainsKey(path) && File.ReadLines(Path.Combine(Repository.Root, path)).Count() > MaxLines),
        ];
        Assert.True(tooLong.Length == 0, $"Over {MaxLines} lines; split them by concern, or list them with a reason: {string.Join(", ", tooLong)}");
    }

    [Fact]
    public void Projects_ExplainThemselves()
    {
        string[] silent = [.. Repository.Projects.Where(static project => !File.Exists(Path.Combine(Path.GetDirectoryName(Repository.ProjectFile(project))!, "README.md")))];
        Assert.True(silent.Length == 0, $"These projects have no README.md: {string.Join(", ", silent)}");
    }

    [Fact]
    public void Sources_HoldNoForbiddenWords()
    {
        string[] words = ["NotImplemented" + "Exception", "#reg" + "ion", "TO" + "DO", "FIX" + "ME"];
        string[] found =
        [
            .. Repository.SourceFiles("src").Concat(Repository.SourceFiles("tests")).Concat(Repository.SourceFiles("bench"))
                .Where(path => words.Any(word => File.ReadAllText(path).Contains(word, StringComparison.Ordinal)))
                .Select(static path => Path.GetRelativePath(Repository.Root, path)),
        ];
        Assert.True(found.Length == 0, $"Unfinished or folded away: {string.Join(", ", found)}");
    }
}
