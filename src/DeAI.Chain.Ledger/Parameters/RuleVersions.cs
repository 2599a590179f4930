using DeAI.Chain.Ledger.State;

namespace DeAI.Chain.Ledger.Parameters;

/// <summary>
/// Which version of the ledger's and modules' rules holds. It is a parameter, so it is voted on like others and holds from the block after the
/// one that changed it. What came with a later version (parameters, messages, modules) is not there before.
/// </summary>
public static class RuleVersions
{
    public const ulong First = 1;

    /// <summary>The newest version that this program knows.</summary>
    public const ulong Newest = 1;

    /// <summary>The version for the block that follows on this state.</summary>
    public static ulong InForce(IStateReader state) => ParameterStore.Get(state, LedgerParameters.RuleVersion);
}
