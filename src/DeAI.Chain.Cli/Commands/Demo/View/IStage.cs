using DeAI.Chain.Cli.Commands.Demo.Chain;

namespace DeAI.Chain.Cli.Commands.Demo.View;

/// <summary>Where the story is shown. Safe to call from several threads.</summary>
internal interface IStage : IAsyncDisposable
{
    void Begin(int number, int of, string title, string meaning);

    /// <summary>Somebody did something, or something happened to them.</summary>
    /// <param name="height">At which block; 0 for what is not on the chain.</param>
    void Tell(string who, string what, ulong height = 0);

    /// <summary>How far each node is.</summary>
    void Picture(IReadOnlyList<NodePicture> nodes);
}
