using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Governance.Contracts;

/// <summary>An account gets credits of the treasury.</summary>
public sealed record GrantFromTreasury(AccountId To, Credits Amount) : Change
{
    public const byte Kind = 4;

    public override void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Kind);
        writer.Write(To);
        writer.Write(Amount);
    }
}
