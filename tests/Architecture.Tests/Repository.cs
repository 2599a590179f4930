namespace DeAI.Chain.Architecture.Tests;

/// <summary>Where the sources and the built assemblies are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The names of all projects in src, without the common prefix.</summary>
    public static IReadOnlyList<string> Projects { get; } =
    [
        .. Directory.GetDirectories(Path.Combine(Root, "src"), "DeAI.Chain.*")
            .Select(static directory => Path.GetFileName(directory)["DeAI.Chain.".Length..])
            .Order(StringComparer.Ordinal),
    ];

    public static string ProjectFile(string project) => Path.Combine(Root, "src", $"DeAI.Chain.{project}", $"DeAI.Chain.{project}.csproj");

    /// <summary>The built assembly, beside this test's.</summary>
    public static string Assembly(string project)
    {
        string name = project == "Cli" ? "deai" : $"DeAI.Chain.{project}";
        return Path.Combine(AppContext.BaseDirectory, name + ".dll");
    }

    public static IEnumerable<string> SourceFiles(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(static path => !path.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "DeAI.Chain.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("DeAI.Chain.sln lies in none of the folders above the test.");
    }
}
