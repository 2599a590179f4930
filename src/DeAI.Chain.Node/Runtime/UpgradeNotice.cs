using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Node.Composition;

namespace DeAI.Chain.Node.Runtime;

/// <summary>What an operator reads whose program is too old for the chain.</summary>
internal static class UpgradeNotice
{
    public static Refusal Of(ulong rules, Height from) => new(
        NodeErrors.UpgradeNeeded,
        $"from height {from} on rule version {rules} holds, and this program knows versions up to {RuleVersions.Newest}. Nothing is lost: "
            + "install a version that knows it and start it with the same home and settings");
}
