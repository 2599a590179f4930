using System.CommandLine;
using DeAI.Chain.Client;
using DeAI.Chain.Cli.Commands.Genesis;
using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Genesis;

namespace DeAI.Chain.Cli.Terminal;

/// <summary>Which nodes a command asks: --node, DEAI_NODE, or a local network.</summary>
internal sealed class NodeConnection
{
    private const string Variable = "DEAI_NODE";
    private const string DefaultNode = "127.0.0.1:7200";

    public Option<string[]> NodeOption { get; } = new("--node")
    {
        Description = $"HOST:PORT or URL of one or more nodes; without it {Variable} (separated by commas), then {DefaultNode}.",
        AllowMultipleArgumentsPerToken = true,
    };

    public Option<string?> LocalNetOption { get; } = new("--localnet") { Description = "Ask the validators of the local network in this directory." };

    public Option<string?> GenesisOption { get; } = new("--genesis") { Description = "The pinned genesis file: answers with proofs are checked against it." };

    public IEnumerable<Symbol> Symbols => [NodeOption, LocalNetOption, GenesisOption];

    /// <summary>Runs a call; what the network or the chain answers instead of a result ends the command with its exit code.</summary>
    public async Task<int> Use(CommandContext context, Func<ChainClient, Task<int>> call)
    {
        ChainClientOptions options = new() { Nodes = Nodes(context), Genesis = Genesis(context) };
        using ChainClient client = new(options);
        return await Guard(options.Nodes, () => call(client));
    }

    /// <summary>The same for a client that was made otherwise.</summary>
    public static async Task<int> Guard(IReadOnlyList<Uri> nodes, Func<Task<int>> call)
    {
        try
        {
            return await call();
        }
        catch (ChainRefusedException refused)
        {
            string remedy = refused.RetryDelay is { } delay ? $"try again in {delay.TotalSeconds:0.#} s" : string.Empty;
            throw new CliException(refused.Reason.Value, refused.Message, remedy);
        }
        catch (RpcException failure) when (failure.Code is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            string asked = string.Join(", ", nodes);
            throw new CliException(
                "cli.cannot_connect", $"No answer from {asked}: {failure.Message}", $"check that the node runs and give its client address by --node or {Variable}",
                ExitCode.CannotConnect);
        }
        catch (RpcException failure)
        {
            throw new CliException($"grpc.{failure.Code.ToString().ToLowerInvariant()}", failure.Message, string.Empty);
        }
    }

    /// <summary>The options of this command line that name its nodes, with a blank before them, to be repeated in a command that is recommended.</summary>
    public string Where(CommandContext context) =>
        context.Get(NodeOption) is { Length: > 0 } named ? $" --node {string.Join(' ', named)}"
        : context.Get(LocalNetOption) is { } directory ? $" --localnet {directory}"
        : string.Empty;

    private Uri[] Nodes(CommandContext context)
    {
        string[] named = context.Get(NodeOption) ?? [];
        if (named.Length == 0 && context.Get(LocalNetOption) is { } directory)
        {
            named = [.. LocalNetwork.Open(directory).Nodes.Where(static node => node.Kind == LocalNodeKind.Validator).Select(static node => node.Grpc)];
        }

        if (named.Length == 0)
        {
            named = (context.Environment.Variable(Variable) ?? DefaultNode).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        return [.. named.Select(Parse)];
    }

    private GenesisDocument? Genesis(CommandContext context)
    {
        string? path = context.Get(GenesisOption)
            ?? (context.Get(LocalNetOption) is { } directory ? LocalNetwork.Open(directory).GenesisFile : null);
        return path is null ? null : GenesisDocument.Parse(GenesisFiles.Read(path)).OrFail("give the chain's genesis file");
    }

    private static Uri Parse(string text) =>
        Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, UriKind.Absolute, out Uri? uri)
        && uri.Scheme is "http" or "https"
        && uri.PathAndQuery == "/"
            ? uri
            : throw CliException.Usage($"'{text}' is no node: expected HOST:PORT or http://HOST:PORT");
}
