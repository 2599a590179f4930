using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace DeAI.Chain.Architecture.Tests;

public sealed class LayerTests
{
    [Fact]
    public void Projects_AreAllInTheAllowList() =>
        Assert.Equal(Repository.Projects, Layers.Allowed.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void ProjectFiles_ReferToNothingBeyondTheAllowList()
    {
        foreach (string project in Repository.Projects)
        {
            IEnumerable<string> found = XDocument.Load(Repository.ProjectFile(project)).Descendants("ProjectReference")
                .Select(static reference => ShortName(Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)));
            AssertAllowed(project, found, "its project file");
        }
    }

    [Fact]
    public void Assemblies_ReferToNothingBeyondTheAllowList()
    {
        foreach (string project in Repository.Projects)
        {
            using PEReader file = new(File.OpenRead(Repository.Assembly(project)));
            MetadataReader metadata = file.GetMetadataReader();
            IEnumerable<string> found = metadata.AssemblyReferences
                .Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
                .Where(static name => name.StartsWith("DeAI.Chain.", StringComparison.Ordinal))
                .Select(ShortName);
            AssertAllowed(project, found, "its assembly");
        }
    }

    [Fact]
    public void PureProjects_SayThatTheyAre()
    {
        foreach (string project in Layers.Pure)
        {
            string text = File.ReadAllText(Repository.ProjectFile(project));
            Assert.True(text.Contains("<DeAIPure>true</DeAIPure>", StringComparison.Ordinal), $"{project} must set DeAIPure in its project file.");
        }
    }

    [Fact]
    public void Modules_SeeEachOtherOnlyThroughContracts()
    {
        string modules = Path.Combine(Repository.Root, "src", "DeAI.Chain.Modules");
        string[] names = [.. Directory.GetDirectories(modules).Select(static path => Path.GetFileName(path)).Where(static name => char.IsUpper(name[0]))];
        List<string> wrong = [];
        foreach (string path in Repository.SourceFiles("src/DeAI.Chain.Modules"))
        {
            string relative = Path.GetRelativePath(modules, path);
            string own = relative.Split(Path.DirectorySeparatorChar)[0];
            if (!names.Contains(own))
            {
                continue;
            }

            wrong.AddRange(File.ReadLines(path)
                .Where(line => names.Any(other => other != own
                    && line.StartsWith($"using DeAI.Chain.Modules.{other}", StringComparison.Ordinal)
                    && line != $"using DeAI.Chain.Modules.{other}.Contracts;"))
                .Select(line => $"{relative}: {line}"));
        }

        Assert.True(wrong.Count == 0, $"A module may use only another's Contracts:\n{string.Join('\n', wrong)}");
    }

    private static string ShortName(string assembly) => assembly["DeAI.Chain.".Length..];

    private static void AssertAllowed(string project, IEnumerable<string> found, string where)
    {
        string[] extra = [.. found.Except(Layers.Allowed[project], StringComparer.Ordinal)];
        Assert.True(extra.Length == 0, $"{project} refers to {string.Join(", ", extra)} in {where}; Layers.cs does not allow it.");
    }
}
