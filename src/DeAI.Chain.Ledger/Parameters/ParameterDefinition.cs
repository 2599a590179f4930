using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Parameters;

/// <summary>
/// A number on chain that members may change by vote, inside bounds in which no node can fail.
/// </summary>
/// <param name="Name">Stable, <c>module.name_with_unit</c>.</param>
/// <param name="Module">Whose rule it belongs to.</param>
/// <param name="Default">Used where genesis says nothing.</param>
/// <param name="Min">Least value a proposal may name.</param>
/// <param name="Max">Greatest value a proposal may name.</param>
/// <param name="Description">One sentence, with the unit.</param>
/// <param name="Since">The rule version that brought it. Its default is part of the rules from then on and never changes.</param>
public sealed record ParameterDefinition(string Name, ModuleId Module, ulong Default, ulong Min, ulong Max, string Description, ulong Since = RuleVersions.First);
