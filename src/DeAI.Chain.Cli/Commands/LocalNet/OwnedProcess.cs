using System.Diagnostics;

namespace DeAI.Chain.Cli.Commands.LocalNet;

/// <summary>A further process of this program that ends with this one, however that ends.</summary>
internal static class OwnedProcess
{
    private const string SetSid = "/usr/bin/setsid";

    /// <summary>
    /// Starts <c>deai ARGUMENTS --stop-with-input</c> in a session of its own, its output at the end of a log. Its standard input is a pipe that
    /// the operating system closes when this process ends.
    /// </summary>
    public static Process Start(IReadOnlyList<string> arguments, string logFile, string workingDirectory)
    {
        List<string> command = [.. ThisProgram.Command(), .. arguments, "--stop-with-input"];
        if (File.Exists(SetSid))
        {
            command.Insert(0, SetSid);
        }

        ProcessStartInfo start = new("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = workingDirectory };
        foreach (string argument in (IEnumerable<string>)["-c", "exec \"$@\" >>\"$0\" 2>&1", logFile, .. command])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (string name in start.Environment.Keys.Where(static name => name.StartsWith("DEAI_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The operating system started no process.");
    }
}
