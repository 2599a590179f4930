using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Contribution;

/// <summary>Why a round that reached its scoring still failed; Contribution has no messages that could be refused.</summary>
public static class Errors
{
    /// <summary>The updates could not be combined into a valid model.</summary>
    public static readonly ReasonCode NotCombinable = new("contribution.not_combinable");
}
