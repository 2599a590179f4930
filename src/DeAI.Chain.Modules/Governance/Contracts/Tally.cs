using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Governance.Contracts;

/// <summary>The votes of both houses so far, and how many there could be.</summary>
/// <param name="Groups">Corporate groups that may vote.</param>
/// <param name="Power">Capped points of all of them.</param>
public sealed record Tally(uint Groups, uint GroupsFor, uint GroupsAgainst, Points Power, Points PowerFor, Points PowerAgainst)
    : ICanonical<Tally>
{
    public Tally With(bool inFavour, Points power) => inFavour
        ? this with { GroupsFor = GroupsFor + 1, PowerFor = PowerFor + power }
        : this with { GroupsAgainst = GroupsAgainst + 1, PowerAgainst = PowerAgainst + power };

    /// <summary>A quorum of all groups cast a vote, and more of them for than against.</summary>
    public bool OrganisationsAgree(ulong quorumPercent) => Agree(GroupsFor, GroupsAgainst, Groups, quorumPercent);

    /// <summary>The same by points. Where nobody has any, this house abstains and stands in nobody's way.</summary>
    public bool PointsAgree(ulong quorumPercent) => Power.IsZero || Agree(PowerFor.Value, PowerAgainst.Value, Power.Value, quorumPercent);

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(6);
        writer.Write(Groups);
        writer.Write(GroupsFor);
        writer.Write(GroupsAgainst);
        writer.Write(Power);
        writer.Write(PowerFor);
        writer.Write(PowerAgainst);
    }

    public static Tally Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(6);
        return new Tally(
            reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadPoints(), reader.ReadPoints(), reader.ReadPoints());
    }

    private static bool Agree(UInt128 inFavour, UInt128 against, UInt128 all, ulong quorumPercent) =>
        checked((inFavour + against) * 100) >= all * quorumPercent && inFavour > against;
}
