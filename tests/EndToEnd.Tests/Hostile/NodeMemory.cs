using System.Globalization;

namespace EndToEnd.Tests.Hostile;

/// <summary>What the system says of a process's memory.</summary>
internal static class NodeMemory
{
    /// <summary>Resident memory in MiB.</summary>
    public static double ResidentMiB(int process)
    {
        string line = File.ReadLines($"/proc/{process}/status").First(static text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
