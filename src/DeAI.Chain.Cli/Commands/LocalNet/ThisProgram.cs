namespace DeAI.Chain.Cli.Commands.LocalNet;

/// <summary>How to start this program again.</summary>
internal static class ThisProgram
{
    /// <summary>The beginning of its command line, also from a test that only references it.</summary>
    public static IReadOnlyList<string> Command()
    {
        string assembly = typeof(ThisProgram).Assembly.Location;
        string host = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "deai.exe" : "deai");
        if (assembly.Length == 0 || Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "deai")
        {
            return [Environment.ProcessPath!];
        }

        bool isHosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        return File.Exists(host) && !isHosted ? [host] : [isHosted ? Environment.ProcessPath! : "dotnet", assembly];
    }
}
