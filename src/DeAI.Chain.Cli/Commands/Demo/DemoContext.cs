using DeAI.Chain.Cli.Commands.Demo.Cast;
using DeAI.Chain.Cli.Commands.Demo.Chain;
using DeAI.Chain.Cli.Commands.Demo.Report;
using DeAI.Chain.Cli.Commands.Demo.View;
using DeAI.Chain.Modules.Federation.Contracts;

namespace DeAI.Chain.Cli.Commands.Demo;

/// <summary>What the chapters share: the network, the people, the screen, the report, and what earlier chapters made.</summary>
internal sealed class DemoContext(
    DemoSettings settings, IStage stage, DemoNetwork network, MemberAgents agents, FlightFiles files, string folder)
{
    private ChainWatch? _watch;

    public DemoSettings Settings { get; } = settings;

    public IStage Stage { get; } = stage;

    public DemoNetwork Network { get; } = network;

    public MemberAgents Agents { get; } = agents;

    public FlightFiles Files { get; } = files;

    /// <summary>Logs, keys and databases of this run.</summary>
    public string Folder { get; } = folder;

    public DemoReport Report { get; } = new();

    public Troupe Troupe => Network.Troupe;

    /// <summary>Who asks for nothing special asks the auditor: it is never killed.</summary>
    public DemoNode Auditor => Network.Auditor;

    public Sender Sender => field ??= new Sender(Network.Chain);

    public ChainWatch Watch
    {
        get => _watch ?? throw new InvalidOperationException("The network has not been started.");
        set => _watch = value;
    }

    /// <summary>Whether there is anything to watch or not.</summary>
    public ValueTask StopWatchingAsync() => _watch?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>The sponsor's task, and its terms.</summary>
    public Hash256 Task { get; set; }

    public TaskTerms? Terms { get; set; }

    /// <summary>The newest version of the joint model.</summary>
    public Hash256 Version { get; set; }
}
