using System.ComponentModel;
using System.Diagnostics;
using Xunit.Abstractions;

namespace DeAI.Chain.Learning.Tests;

/// <summary>A second implementation of kernel version 1, in another language and written from the README, against the pinned run.</summary>
public sealed class ForeignKernelTests(ITestOutputHelper output)
{
    [Fact]
    public void Train_ByThePythonTwin_ReachesThePinnedRoot()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "DeAI.Chain.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The test does not run inside the repository.");
        }

        ProcessStartInfo start = new("python3") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(root, "tests", "DeAI.Chain.Learning.Tests", "Foreign", "kernel1.py"));
        start.ArgumentList.Add(Path.Combine(root, "src", "DeAI.Chain.Learning"));
        try
        {
            using Process process = Process.Start(start)!;
            string found = process.StandardOutput.ReadToEnd().Trim();
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(found == KnownAnswers.Expected, $"found '{found}', pinned {KnownAnswers.Expected}\n{errors}");
        }
        catch (Win32Exception)
        {
            output.WriteLine("Skipped: there is no python3 here.");
        }
    }
}
