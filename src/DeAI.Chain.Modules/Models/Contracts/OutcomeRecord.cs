using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Models.Contracts;

/// <summary>What a reporter says happened. Whether its prediction was made is for the reader to check against the prediction's receipt.</summary>
public sealed record OutcomeRecord(AccountId Reporter, Height Height, int DelayMinutes) : ICanonical<OutcomeRecord>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Reporter);
        writer.Write(Height);
        writer.Write(DelayMinutes);
    }

    public static OutcomeRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        AccountId reporter = reader.ReadAccountId();
        Height height = reader.ReadHeight();
        return new OutcomeRecord(reporter, height, reader.ReadInt32());
    }
}
