using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Governance.Contracts;

/// <summary>An organisation loses its seat.</summary>
public sealed record RemoveValidator(OrganisationId Organisation) : Change
{
    public const byte Kind = 3;

    public override bool IsValidatorChange => true;

    public override void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Kind);
        writer.Write(Organisation);
    }
}
