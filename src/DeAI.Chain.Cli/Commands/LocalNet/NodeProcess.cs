using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace DeAI.Chain.Cli.Commands.LocalNet;

/// <summary>The process that runs a node. Found again by its pid and its start time, so that a number in use by another is never signalled.</summary>
internal static class NodeProcess
{
    private const string SetSid = "/usr/bin/setsid";
    private static readonly TimeSpan SameStart = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Starts <c>deai node run</c> in a session of its own, its output in its log. An owned node ends when the returned process' standard input
    /// is closed, which the operating system does when this process ends in whatever way; one that is not owned outlives this process.
    /// </summary>
    /// <param name="wrapper">Words before the command.</param>
    public static Process Start(LocalNode node, bool isOwned, IReadOnlyList<string> wrapper)
    {
        List<string> command = [.. wrapper, .. ThisProgram.Command(), "node", "run", "--config", node.ConfigFile, "--run-file", node.RunFile];
        if (isOwned)
        {
            command.Add("--stop-with-input");
        }

        if (File.Exists(SetSid))
        {
            command.Insert(0, SetSid);
        }

        string script = isOwned ? "exec \"$@\" >>\"$0\" 2>&1" : "exec \"$@\" >>\"$0\" 2>&1 </dev/null";
        ProcessStartInfo start = new("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = node.Directory };
        foreach (string argument in (IEnumerable<string>)["-c", script, node.LogFile, .. command])
        {
            start.ArgumentList.Add(argument);
        }

        // A setting in this process' environment must not beat the node's file.
        foreach (string name in start.Environment.Keys.Where(static name => name.StartsWith("DEAI_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        File.Delete(node.RunFile);
        Process process = Process.Start(start) ?? throw new InvalidOperationException("The operating system started no process.");
        File.WriteAllText(node.PidFile, string.Create(CultureInfo.InvariantCulture, $"{process.Id} {StartedMs(process)}\n"));
        return process;
    }

    /// <summary>The running process of a node, or null.</summary>
    public static Process? Find(LocalNode node)
    {
        if (!File.Exists(node.PidFile))
        {
            return null;
        }

        string[] parts = File.ReadAllText(node.PidFile).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2
            || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out int pid)
            || !long.TryParse(parts[1], CultureInfo.InvariantCulture, out long startedMs))
        {
            return null;
        }

        try
        {
            Process process = Process.GetProcessById(pid);
            bool isSame = !process.HasExited && Math.Abs(StartedMs(process) - startedMs) <= SameStart.TotalMilliseconds;
            if (isSame)
            {
                return process;
            }

            process.Dispose();
            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    private static long StartedMs(Process process) => new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds();
}
