namespace EndToEnd.Tests.Hostile;

/// <summary>Something that strangers do to a node until they are told to stop.</summary>
internal sealed record Attack(string Name, Func<CancellationToken, Task> RunAsync)
{
    public override string ToString() => Name;
}
