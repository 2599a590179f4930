using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Governance.Contracts;

/// <summary>
/// A registered validator node gets its organisation's seat: a further seat, or in place of the organisation's other node. Replacing in one step
/// lets a set of four change a lost key without ever having three.
/// </summary>
public sealed record SeatValidator(PublicKey Node) : Change
{
    public const byte Kind = 2;

    public override bool IsValidatorChange => true;

    public override void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Kind);
        writer.Write(Node);
    }
}
