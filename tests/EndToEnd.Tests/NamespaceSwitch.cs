using System.Diagnostics;

namespace EndToEnd.Tests;

/// <summary>
/// Network namespaces for nodes, joined by a bridge in a namespace of their own: nothing of the machine's own network is touched. A partition
/// moves some nodes' ports to another bridge, so that frames between the sides vanish without a word, as behind a broken switch.
/// </summary>
internal sealed class NamespaceSwitch : IDisposable
{
    private const string Prefix = "deai-e2e-";

    /// <summary>Often in a folder that only root's path names.</summary>
    private static readonly string? Program = Array.Find(["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip"], File.Exists);

    private readonly string _name = $"{Prefix}{Environment.ProcessId}";
    private readonly int _nodes;

    private NamespaceSwitch(int nodes) => _nodes = nodes;

    /// <summary>Why there can be none here; null if there can.</summary>
    public static string? Missing()
    {
        if (Program is null)
        {
            return "skipped: the program ip is not there (Debian package iproute2).";
        }

        string probe = $"{Prefix}{Environment.ProcessId}-probe";
        string? refused = Run(["netns", "add", probe]) ?? Run(["-n", probe, "link", "add", "side0", "type", "bridge"]);
        Run(["netns", "del", probe]);
        return refused is null ? null : $"skipped: network namespaces may not be made here (needs root): {refused.Trim()}";
    }

    public static NamespaceSwitch Create(int nodes)
    {
        DeleteAbandoned();
        NamespaceSwitch made = new(nodes);
        made.Must("netns", "add", made._name);
        foreach (string bridge in (string[])["side0", "side1"])
        {
            made.Must("-n", made._name, "link", "add", bridge, "type", "bridge");
            made.Must("-n", made._name, "link", "set", bridge, "up");
        }

        for (int i = 0; i < nodes; i++)
        {
            string node = made.Namespace(i);
            made.Must("netns", "add", node);
            made.Must("-n", node, "link", "set", "lo", "up");
            made.Must("-n", made._name, "link", "add", $"port{i}", "type", "veth", "peer", "name", "eth0", "netns", node);
            made.Must("-n", made._name, "link", "set", $"port{i}", "master", "side0", "up");
            made.Must("-n", node, "addr", "add", $"{Host(i)}/24", "dev", "eth0");
            made.Must("-n", node, "link", "set", "eth0", "up");
        }

        return made;
    }

    public static string Host(int node) => $"10.77.0.{node + 1}";

    public string Namespace(int node) => $"{_name}-{node}";

    /// <summary>Words before the command of a process that is to run in a node's namespace.</summary>
    public IReadOnlyList<string> Wrapper(int node) => [Program!, "netns", "exec", Namespace(node)];

    /// <summary>From now on these nodes hear only each other, and so do the others.</summary>
    public void Part(IEnumerable<int> nodes)
    {
        foreach (int node in nodes)
        {
            Must("-n", _name, "link", "set", $"port{node}", "master", "side1");
        }
    }

    public void Heal()
    {
        for (int i = 0; i < _nodes; i++)
        {
            Must("-n", _name, "link", "set", $"port{i}", "master", "side0");
        }
    }

    public void Dispose()
    {
        for (int i = 0; i < _nodes; i++)
        {
            Run(["netns", "del", Namespace(i)]);
        }

        Run(["netns", "del", _name]);
    }

    /// <summary>Of test processes that were killed.</summary>
    private static void DeleteAbandoned()
    {
        foreach (string file in Directory.Exists("/run/netns") ? Directory.GetFiles("/run/netns", Prefix + "*") : [])
        {
            string name = Path.GetFileName(file);
            string process = name[Prefix.Length..].Split('-')[0];
            if (!Directory.Exists($"/proc/{process}"))
            {
                Run(["netns", "del", name]);
            }
        }
    }

    private void Must(params string[] arguments)
    {
        if (Run(arguments) is { } failure)
        {
            Dispose();
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {failure}");
        }
    }

    /// <returns>What it said if it failed; null if it did not.</returns>
    private static string? Run(string[] arguments)
    {
        ProcessStartInfo start = new(Program!, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : error;
    }
}
