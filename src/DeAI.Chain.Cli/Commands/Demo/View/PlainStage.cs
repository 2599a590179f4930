using DeAI.Chain.Cli.Commands.Demo.Chain;

namespace DeAI.Chain.Cli.Commands.Demo.View;

/// <summary>One line for each thing that happens: for pipes, logs and tests.</summary>
internal sealed class PlainStage(TextWriter output) : IStage
{
    private readonly Lock _lock = new();

    public void Begin(int number, int of, string title, string meaning) => Write($"\n[{number}/{of}] {title}\n      {meaning}");

    public void Tell(string who, string what, ulong height = 0) =>
        Write(height == 0 ? $"      {who}: {what}" : $"      block {height,5}  {who}: {what}");

    public void Picture(IReadOnlyList<NodePicture> nodes)
    {
        // Heights change several times a second; lines about them would drown the story.
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Write(string line)
    {
        lock (_lock)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }
}
