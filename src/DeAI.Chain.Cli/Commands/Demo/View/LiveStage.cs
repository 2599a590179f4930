using System.Diagnostics;
using DeAI.Chain.Cli.Commands.Demo.Chain;
using Spectre.Console;

namespace DeAI.Chain.Cli.Commands.Demo.View;

/// <summary>The nodes with their heights above, the story below it, redrawn in place. What has scrolled out of the live part stays on the screen.</summary>
internal sealed class LiveStage : IStage
{
    private const int Lines = 14;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly Queue<string> _lines = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Task _drawing;
    private IReadOnlyList<NodePicture> _nodes = [];
    private string _title = "Getting ready";
    private string _meaning = string.Empty;
    private string _place = string.Empty;

    public LiveStage(IAnsiConsole console)
    {
        _drawing = console.Live(Draw()).AutoClear(false).StartAsync(DrawUntilStopped);
    }

    public void Begin(int number, int of, string title, string meaning)
    {
        lock (_lock)
        {
            _place = $"{number}/{of}";
            _title = title;
            _meaning = meaning;
            Add($"[bold aqua]{number}/{of} {Markup.Escape(title)}[/]");
        }
    }

    public void Tell(string who, string what, ulong height = 0)
    {
        string place = height == 0 ? "[grey]           [/]" : $"[grey]block {height,5}[/]";
        lock (_lock)
        {
            Add($"{place}  [yellow]{Markup.Escape(who)}[/] {Markup.Escape(what)}");
        }
    }

    public void Picture(IReadOnlyList<NodePicture> nodes)
    {
        lock (_lock)
        {
            _nodes = nodes;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _drawing;
        _stop.Dispose();
    }

    private async Task DrawUntilStopped(LiveDisplayContext context)
    {
        while (!_stop.IsCancellationRequested)
        {
            context.UpdateTarget(Draw());
            await Task.Delay(Frame, _stop.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        context.UpdateTarget(Draw());
    }

    private Rows Draw()
    {
        lock (_lock)
        {
            Table nodes = new() { Border = TableBorder.Simple };
            nodes.AddColumns("node", "does", "final height", "peers", "is");
            foreach (NodePicture node in _nodes)
            {
                string colour = node.State == NodeStates.Running ? "green" : "red";
                nodes.AddRow(
                    Markup.Escape(node.Name),
                    node.IsValidator ? "decides blocks" : "re-checks everything",
                    node.Height.ToString(),
                    node.Peers.ToString(),
                    $"[{colour}]{Markup.Escape(node.State)}[/]");
            }

            string clock = Stopwatch.GetElapsedTime(_started).ToString("m\\:ss");
            return new Rows(
                new Rule($"[bold]DeAI.Chain[/]  {clock}"),
                nodes,
                new Panel(new Markup(Markup.Escape(_meaning))) { Header = new PanelHeader($" {_place} {Markup.Escape(_title)} "), Expand = true },
                new Markup(string.Join('\n', _lines)));
        }
    }

    private void Add(string line)
    {
        _lines.Enqueue(line);
        while (_lines.Count > Lines)
        {
            _lines.Dequeue();
        }
    }
}
