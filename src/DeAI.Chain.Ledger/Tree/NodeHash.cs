using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>The hash of a part of the tree: known, or planned as a step of a <see cref="HashPlan"/>.</summary>
/// <param name="Value">All zero while it is planned.</param>
/// <param name="Level">Of the step, from 1; 0 if the hash is known.</param>
/// <param name="Index">Of the step, within its level.</param>
internal readonly record struct NodeHash(Hash256 Value, int Level = 0, int Index = 0)
{
    public bool IsKnown => Level == 0;
}
