using System.Diagnostics;
using DeAI.Chain.Cli.Commands.Keys;
using DeAI.Chain.Cryptography;

namespace DeAI.Chain.Cli.Commands.LocalNet;

/// <summary>
/// A network of real node processes on this machine. Nodes that it starts as their owner end with this process, however that ends. The keys
/// lie under a passphrase in a file beside them, with the fastest derivation: for tests and demonstrations only.
/// </summary>
public sealed class LocalNetwork : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly List<Process?> _owned;
    private LocalNetworkFile _file;

    private LocalNetwork(string directory, LocalNetworkFile file)
    {
        Directory = directory;
        _file = file;
        _owned = [.. file.Nodes.Select(static _ => (Process?)null)];
        Chain = ChainId.TryParse(file.Chain, out ChainId chain) ? chain : default;
    }

    public string Directory { get; }

    public ChainId Chain { get; }

    public string GenesisFile => _file.Genesis;

    /// <summary>Opens every keystore of the network.</summary>
    public string PassphraseFile => LocalNetworkMaker.PassphraseFile(Directory);

    /// <summary>By index.</summary>
    public IReadOnlyList<LocalNode> Nodes => _file.Nodes;

    public IReadOnlyList<LocalKey> Accounts => _file.Accounts;

    /// <summary>Words to put before the command of a node, such as those that run it in a network namespace.</summary>
    public Func<LocalNode, IReadOnlyList<string>> Wrapper { get; set; } = static _ => [];

    /// <summary>Makes keys, genesis and configurations. Starts nothing.</summary>
    /// <exception cref="CliException">The plan is not possible, or there is a network in the directory.</exception>
    public static LocalNetwork Create(string directory, LocalNetworkPlan plan)
    {
        string full = Path.GetFullPath(directory);
        LocalNetworkMaker.Make(full, plan);
        return Open(full);
    }

    public static bool Exists(string directory) => File.Exists(LocalNetworkFile.PathIn(Path.GetFullPath(directory)));

    /// <exception cref="CliException">There is none.</exception>
    public static LocalNetwork Open(string directory)
    {
        string full = Path.GetFullPath(directory);
        return new LocalNetwork(full, LocalNetworkFile.Read(full));
    }

    /// <summary>
    /// Makes the files of a further node and of an account for its operator. The chain knows neither yet (<see cref="Membership.NewMember"/>), and
    /// nothing is started. The other nodes read its address when they start again; until then it dials them.
    /// </summary>
    public LocalNode AddNode(LocalNodeKind kind)
    {
        _file = LocalNetworkMaker.AddNode(Directory, _file, kind);
        _owned.Add(null);
        return Nodes[^1];
    }

    /// <summary>Reads the network's file again: another process may have added nodes.</summary>
    public void Reload()
    {
        _file = LocalNetworkFile.Read(Directory);
        while (_owned.Count < Nodes.Count)
        {
            _owned.Add(null);
        }
    }

    /// <summary>By name or index.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public LocalNode NodeNamed(string text) =>
        Nodes.FirstOrDefault(node => node.Name == text || node.Index.ToString(System.Globalization.CultureInfo.InvariantCulture) == text)
        ?? throw new CliException("localnet.unknown_node", $"The network has no node '{text}'", "deai localnet status lists them");

    /// <summary>The key of an account. The caller disposes of it.</summary>
    public SigningKey OpenKey(string account)
    {
        LocalKey? found = Accounts.FirstOrDefault(key => key.Name == account);
        return found is null
            ? throw new CliException("localnet.unknown_account", $"The network has no account '{account}'", "deai localnet status lists them")
            : KeyFiles.Open(found.File, Passphrases.OfFile(PassphraseFile));
    }

    public SigningKey OpenNodeKey(int index) => KeyFiles.Open(Nodes[index].KeyFile, Passphrases.OfFile(PassphraseFile));

    public bool IsRunning(int index)
    {
        using Process? process = NodeProcess.Find(Nodes[index]);
        return process is not null;
    }

    public int? ProcessId(int index)
    {
        using Process? process = NodeProcess.Find(Nodes[index]);
        return process?.Id;
    }

    /// <summary>Starts a node and returns once it takes part.</summary>
    /// <param name="isOwned">False for a node that is to outlive this process.</param>
    /// <exception cref="CliException">It runs already, or it ended or said nothing within the limit; with the end of its log.</exception>
    public async Task StartNodeAsync(int index, bool isOwned = true, CancellationToken cancel = default)
    {
        LocalNode node = Nodes[index];
        Process process = Launch(node, isOwned);
        try
        {
            await WaitUntilStarted(node, process, cancel);
        }
        finally
        {
            if (!isOwned)
            {
                process.Dispose();
            }
        }
    }

    /// <summary>Starts a node that ends with this process, and does not wait for it.</summary>
    /// <exception cref="CliException">It runs already.</exception>
    public void LaunchNode(int index) => Launch(Nodes[index], isOwned: true);

    public Task StartAllAsync(bool isOwned = true, CancellationToken cancel = default) =>
        Task.WhenAll(Nodes.Select(node => StartNodeAsync(node.Index, isOwned, cancel)));

    /// <summary>SIGKILL: the node has no chance to put anything in order.</summary>
    public async Task KillNodeAsync(int index)
    {
        using Process? process = NodeProcess.Find(Nodes[index]);
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        Forget(index);
    }

    /// <summary>SIGTERM, and SIGKILL if the node does not end in time.</summary>
    /// <returns>Whether it ended in order, or was not running.</returns>
    public async Task<bool> StopNodeAsync(int index)
    {
        using Process? process = NodeProcess.Find(Nodes[index]);
        bool inOrder = true;
        if (process is not null && Signals.Terminate(process.Id))
        {
            using CancellationTokenSource limit = new(StopLimit);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                inOrder = false;
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        Forget(index);
        return inOrder;
    }

    /// <summary>Kills the node if it runs, and starts it.</summary>
    public async Task RestartAsync(int index, CancellationToken cancel = default)
    {
        await KillNodeAsync(index);
        await StartNodeAsync(index, isOwned: true, cancel);
    }

    /// <returns>Whether all ended in order.</returns>
    public async Task<bool> StopAllAsync()
    {
        bool[] results = await Task.WhenAll(Nodes.Select(node => StopNodeAsync(node.Index)));
        return results.All(static inOrder => inOrder);
    }

    /// <summary>The last lines of a node's log.</summary>
    public string LogTail(int index, int lines = 12) => Tail(Nodes[index].LogFile, lines);

    /// <summary>Stops the nodes that this object started and owns.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Nodes.Where(node => _owned[node.Index] is not null).Select(node => StopNodeAsync(node.Index)));
    }

    private static async Task WaitUntilStarted(LocalNode node, Process process, CancellationToken cancel)
    {
        TimeSpan limit = TimeSpan.FromSeconds(60);
        long started = Stopwatch.GetTimestamp();
        while (!File.Exists(node.RunFile))
        {
            if (process.HasExited)
            {
                throw new CliException(
                    "localnet.node_ended",
                    $"{node.Name} ended with exit code {process.ExitCode} before it had started. Its log ends:\n{Tail(node.LogFile, 12)}",
                    $"correct what its log names: {node.LogFile}");
            }

            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                process.Kill();
                throw new CliException("localnet.node_silent", $"{node.Name} did not start within {limit.TotalSeconds} s", $"see its log: {node.LogFile}");
            }

            await Task.Delay(PollInterval, cancel);
        }
    }

    private static string Tail(string path, int lines) =>
        File.Exists(path) ? string.Join('\n', File.ReadLines(path).TakeLast(lines)) : "(there is no log)";

    private Process Launch(LocalNode node, bool isOwned)
    {
        if (IsRunning(node.Index))
        {
            throw new CliException("localnet.running", $"{node.Name} is running already", "stop it first: deai localnet down");
        }

        Process process = NodeProcess.Start(node, isOwned, Wrapper(node));
        _owned[node.Index]?.Dispose();
        _owned[node.Index] = isOwned ? process : null;
        return process;
    }

    private void Forget(int index)
    {
        File.Delete(Nodes[index].PidFile);
        File.Delete(Nodes[index].RunFile);
        _owned[index]?.Dispose();
        _owned[index] = null;
    }
}
