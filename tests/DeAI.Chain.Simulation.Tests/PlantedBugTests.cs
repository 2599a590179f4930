using System.Diagnostics;

namespace DeAI.Chain.Simulation.Tests;

/// <summary>The bugs in tests/PlantedBugs are patches; whoever changes the code under one hears of it here and not at the next nightly run.</summary>
public sealed class PlantedBugTests
{
    [Theory]
    [InlineData("DeAI.Chain.Primitives")]
    [InlineData("DeAI.Chain.Consensus")]
    [InlineData("DeAI.Chain.Ledger")]
    [InlineData("DeAI.Chain.Replica")]
    public void Patches_OfAProject_FitItsSources(string project)
    {
        string root = Root();
        string target = Directory.CreateTempSubdirectory("deai-planted-").FullName;
        try
        {
            ProcessStartInfo start = new("bash", [Path.Combine(root, "tests/PlantedBugs/plant.sh"), Path.Combine(root, "src", project), Path.Combine(target, "out")])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            using Process plant = Process.Start(start)!;
            string output = plant.StandardOutput.ReadToEnd() + plant.StandardError.ReadToEnd();
            plant.WaitForExit();
            Assert.True(plant.ExitCode == 0, output);
            Assert.Contains(Directory.EnumerateFiles(target, "*.cs", SearchOption.AllDirectories), static path => File.ReadAllText(path).Contains("PlantedBug.Is("));
        }
        finally
        {
            Directory.Delete(target, recursive: true);
        }
    }

    [Fact]
    public void Sources_HoldNoPlantedBug() =>
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories),
            static path => File.ReadAllText(path).Contains("PlantedBug"));

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "DeAI.Chain.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("DeAI.Chain.sln is not above the tests.");
    }
}
