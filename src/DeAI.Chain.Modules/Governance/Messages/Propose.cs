using DeAI.Chain.Modules.Governance.Contracts;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Governance.Messages;

/// <summary>A delegate proposes a change. The transaction's id becomes the proposal's.</summary>
public sealed record Propose(string Title, Change Change) : ICanonical<Propose>
{
    public const ushort Type = 1;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Title);
        writer.Write(Change);
    }

    public static Propose Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new Propose(reader.ReadString(ProposalRecord.MaxTitleBytes), reader.Read<Change>());
    }
}
