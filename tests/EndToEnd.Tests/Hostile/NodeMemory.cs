using System.Globalization;
using System.Net.Http;

namespace EndToEnd.Tests.Hostile;

/// <summary>What the system, and the node itself, say of its memory.</summary>
internal static class NodeMemory
{
    /// <summary>
    /// What the README of DeAI.Chain.Node grants clients in all: half requests, untaken answers, unread bytes and answers in Kestrel; and what the
    /// collector lets lie. Transactions that wait come on top.
    /// </summary>
    public const double GrantedMiB = 64 + 64 + 32 + 64 + 64;

    /// <summary>Resident memory in MiB.</summary>
    public static double ResidentMiB(int process)
    {
        string line = File.ReadLines($"/proc/{process}/status").First(static text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>MiB that the collector had from the system at its last collection, and of them what was in use.</summary>
    public static async Task<string> HeapAsync(string metrics)
    {
        using HttpClient http = new();
        string[] lines = (await http.GetStringAsync(new Uri($"http://{metrics}/metrics"))).Split('\n');
        double committed = MiB(lines, "dotnet_gc_last_collection_memory_committed_size_bytes");
        double used = MiB(lines, "dotnet_gc_last_collection_heap_size_bytes");
        double free = MiB(lines, "dotnet_gc_last_collection_heap_fragmentation_size_bytes");
        return string.Create(CultureInfo.InvariantCulture, $"heap {committed:F0} MiB, used {used - free:F0}");
    }

    /// <summary>The sum over a name's series.</summary>
    private static double MiB(string[] lines, string name) => lines
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Sum(static line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture)) / (1 << 20);
}
