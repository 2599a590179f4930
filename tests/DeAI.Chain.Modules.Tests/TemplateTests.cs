using System.Reflection;
using System.Text.RegularExpressions;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Tests;

/// <summary>Every module of the catalogue has every piece of the module template, and its README says everything a client can meet.</summary>
public sealed class TemplateTests
{
    private static readonly IModuleCatalog Catalog = ModuleTestChain.CreateCatalog();

    public static TheoryData<string> Modules { get; } = [.. Catalog.Modules.Select(static module => module.Name)];

    [Fact]
    public void Catalogue_Modules_HaveAscendingIds()
    {
        ushort[] ids = [.. Catalog.Modules.Select(static module => module.Id.Value)];

        Assert.Equal(ids.Order().Distinct(), ids);
        Assert.DoesNotContain((ushort)0, ids);
        IEnumerable<ModuleId> known = typeof(ModuleIds).GetFields().Select(static field => (ModuleId)field.GetValue(null)!);
        Assert.All(Catalog.Modules, module => Assert.Contains(module.Id, known));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Module_Folders_AreThere(string name)
    {
        IModule module = Find(name);
        string[] wanted = module.Handlers.Count > 0 ? ["Messages", "Handlers", "State", "Queries", "Events"] : ["State", "Queries", "Events"];
        Assert.All(wanted, folder => Assert.True(Directory.Exists(Path.Combine(SourceOf(name), folder)), $"{name} has no {folder}/"));
        Assert.True(File.Exists(Path.Combine(SourceOf(name), $"{Title(name)}Module.cs")));
        string tests = Path.Combine(Root(), "tests", "DeAI.Chain.Modules.Tests", Title(name));
        Assert.True(Directory.Exists(tests) && Directory.GetFiles(tests, "*Tests.cs").Length > 0, $"{name} has no tests");
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Module_ReasonCodes_ArePrefixedUniqueAndInTheReadme(string name)
    {
        List<string> codes = [.. ReasonCodes(name)];

        Assert.NotEmpty(codes);
        Assert.Equal(codes.Count, codes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(codes, code => Assert.Matches($"^{name}\\.[a-z][a-z0-9_]*$", code));
        AssertMentioned(name, codes);
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Module_Messages_HaveNamesAndAreInTheReadme(string name)
    {
        IModule module = Find(name);

        Assert.Equal(module.Handlers.Count, module.Handlers.Select(static handler => handler.MessageType).Distinct().Count());
        Assert.All(module.Handlers, handler => Assert.True(handler.MessageType > 0));
        Assert.All(module.Handlers, handler => Assert.Matches("^[a-z][a-z0-9_]*$", handler.Name));
        AssertMentioned(name, module.Handlers.Select(static handler => handler.Name));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Module_Events_ArePrefixedAndInTheReadme(string name)
    {
        List<string> events = [];
        foreach (string file in Directory.GetFiles(Path.Combine(SourceOf(name), "Events"), "*.cs"))
        {
            events.AddRange(Regex.Matches(File.ReadAllText(file), "\"[a-z]+\\.[a-z0-9_]+\"", RegexOptions.NonBacktracking).Select(static match => match.Value.Trim('"')));
        }

        Assert.NotEmpty(events);
        Assert.All(events, fact => Assert.StartsWith($"{name}.", fact));
        AssertMentioned(name, events);
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Module_Parameters_AreInBoundsAndInTheReadme(string name)
    {
        IModule module = Find(name);

        Assert.All(module.Parameters, parameter => Assert.StartsWith($"{name}.", parameter.Name));
        Assert.All(module.Parameters, parameter => Assert.Equal(module.Id, parameter.Module));
        Assert.All(module.Parameters, parameter => Assert.InRange(parameter.Default, parameter.Min, parameter.Max));
        Assert.All(module.Parameters, parameter => Assert.True(parameter.Min < parameter.Max && parameter.Description.EndsWith('.')));
        AssertMentioned(name, module.Parameters.Select(static parameter => parameter.Name));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Module_Invariants_ArePrefixedAndInTheReadme(string name)
    {
        IModule module = Find(name);

        Assert.NotEmpty(module.Invariants);
        Assert.All(module.Invariants, invariant => Assert.StartsWith($"{name}.", invariant.Name));
        AssertMentioned(name, module.Invariants.Select(static invariant => invariant.Name));
    }

    private static void AssertMentioned(string name, IEnumerable<string> words)
    {
        string path = Path.Combine(SourceOf(name), "README.md");
        Assert.True(File.Exists(path), $"{name} has no README.md");
        string readme = File.ReadAllText(path);
        Assert.All(words, word => Assert.True(readme.Contains($"`{word}`", StringComparison.Ordinal), $"{name}/README.md does not mention `{word}`"));
    }

    private static IEnumerable<string> ReasonCodes(string name)
    {
        Type errors = typeof(ModuleCatalog).Assembly.GetType($"DeAI.Chain.Modules.{Title(name)}.Errors", throwOnError: true)!;
        return errors.GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => ((ReasonCode)field.GetValue(null)!).Value);
    }

    private static IModule Find(string name) => Catalog.Modules.Single(module => string.Equals(module.Name, name, StringComparison.Ordinal));

    private static string Title(string name) => $"{char.ToUpperInvariant(name[0])}{name[1..]}";

    private static string SourceOf(string name) => Path.Combine(Root(), "src", "DeAI.Chain.Modules", Title(name));

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DeAI.Chain.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("DeAI.Chain.sln is not above the tests.");
        }

        return folder;
    }
}
