using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Contribution.State;

/// <summary>An organisation's moving average in a task, and the account that its latest contribution names.</summary>
internal sealed record AverageRecord(AccountId Account, long Value) : ICanonical<AverageRecord>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Account);
        writer.Write(Value);
    }

    public static AverageRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new AverageRecord(reader.ReadAccountId(), reader.ReadInt64());
    }
}
