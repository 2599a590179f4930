using DeAI.Chain.Cryptography;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Federation;

/// <summary>The names of Federation's deposits.</summary>
public static class DepositIds
{
    /// <summary>A task's reward.</summary>
    public static Hash256 EscrowOf(Hash256 task) => DomainHash.Of("deai.federation.escrow.v1", task.ToArray());

    /// <summary>A member's bond in a round.</summary>
    public static Hash256 BondOf(ContributionKey key)
    {
        CanonicalWriter writer = new();
        writer.WriteArrayHeader(3);
        writer.Write(key.Task);
        writer.Write(key.Round);
        writer.Write(key.Organisation);
        return DomainHash.Of("deai.federation.bond.v1", writer.WrittenSpan);
    }
}
