namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>A proof file that shows nothing any more, and what was done to it.</summary>
internal sealed record Alteration(string Name, string Text);
