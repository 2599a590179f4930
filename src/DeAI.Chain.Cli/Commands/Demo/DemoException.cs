namespace DeAI.Chain.Cli.Commands.Demo;

/// <summary>The story cannot go on: something that the demonstration promises did not happen.</summary>
internal sealed class DemoException(string message, Exception? inner = null) : Exception(message, inner);
