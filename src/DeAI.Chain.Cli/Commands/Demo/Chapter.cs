namespace DeAI.Chain.Cli.Commands.Demo;

/// <summary>One part of the story. It ends when what it tells has happened on the chain, and fails if it has not.</summary>
internal abstract class Chapter
{
    public abstract string Title { get; }

    /// <summary>What a visitor should take from it, in a sentence.</summary>
    public abstract string Meaning { get; }

    /// <summary>After this it has failed.</summary>
    public virtual TimeSpan Limit => TimeSpan.FromSeconds(60);

    public abstract Task RunAsync(DemoContext demo, CancellationToken cancel);
}
