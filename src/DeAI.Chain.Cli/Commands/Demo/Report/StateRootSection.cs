namespace DeAI.Chain.Cli.Commands.Demo.Report;

/// <summary>State roots at one height, as each node has it.</summary>
internal sealed record StateRootSection(IReadOnlyList<string> Validators, string Auditor, bool Equal);
