using System.Diagnostics;

namespace DeAI.Chain.Storage.Tests.Support;

/// <summary>Runs a child on a file system of a few megabytes, in namespaces of its own, so that the disk really fills.</summary>
internal static class SmallDisk
{
    /// <returns>The exit code, or null (and a line that says so) where such namespaces are not allowed.</returns>
    public static int? Run(string command, string name, out string output)
    {
        output = string.Empty;
        if (!OperatingSystem.IsLinux() || !IsAllowed())
        {
            Console.WriteLine("skipped: no user namespaces with mounts here, so no small disk to fill");
            return null;
        }

        using TemporaryDirectory directory = new();
        string script = $"mount -t tmpfs -o size=12m small '{directory.Path}' && exec \"$@\"";
        using Process child = ChildProcess.Start([command, directory.File(name)], "unshare", "-rm", "sh", "-c", script, "sh");
        output = child.StandardOutput.ReadToEnd() + child.StandardError.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode;
    }

    private static bool IsAllowed()
    {
        try
        {
            ProcessStartInfo start = new("unshare", ["-rm", "sh", "-c", "mount -t tmpfs small /mnt"]) { RedirectStandardError = true, UseShellExecute = false };
            using Process probe = Process.Start(start)!;
            probe.WaitForExit();
            return probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
