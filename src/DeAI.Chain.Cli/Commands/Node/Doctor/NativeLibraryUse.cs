namespace DeAI.Chain.Cli.Commands.Node.Doctor;

/// <summary>A library, and something that works only with it.</summary>
internal sealed record NativeLibraryUse(string Name, Action Use);
