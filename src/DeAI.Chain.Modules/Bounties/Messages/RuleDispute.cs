using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Bounties.Messages;

/// <summary>An approver of neither side decides a dispute.</summary>
/// <param name="PayWorker">Whether the worker is paid; otherwise the funder is refunded.</param>
public sealed record RuleDispute(Hash256 Bounty, bool PayWorker) : ICanonical<RuleDispute>
{
    public const ushort Type = 6;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Bounty);
        writer.Write(PayWorker);
    }

    public static RuleDispute Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new RuleDispute(reader.ReadHash256(), reader.ReadBoolean());
    }
}
