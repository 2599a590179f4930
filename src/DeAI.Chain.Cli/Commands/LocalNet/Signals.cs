using System.Runtime.InteropServices;

namespace DeAI.Chain.Cli.Commands.LocalNet;

/// <summary>Asks another process to end in order.</summary>
internal static class Signals
{
    private const int SigTerm = 15;

    /// <returns>Whether there was such a process, and it may be signalled.</returns>
    public static bool Terminate(int pid) => Kill(pid, SigTerm) == 0;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
