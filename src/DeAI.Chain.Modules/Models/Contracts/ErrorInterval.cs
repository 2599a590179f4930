using DeAI.Chain.Learning;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Models.Contracts;

/// <summary>How far outcomes lay from predictions on the hold-out rows: their first and last tenth, in 1/32 minute.</summary>
/// <param name="Rows">Rows measured; 0 where no hold-out was shown, and then every answer abstains.</param>
public sealed record ErrorInterval(uint Rows, int Lower, int Upper) : ICanonical<ErrorInterval>
{
    public static ErrorInterval Unknown { get; } = new(0, 0, 0);

    public ResidualQuantiles ToQuantiles() => new(Lower, Upper);

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Rows);
        writer.Write(Lower);
        writer.Write(Upper);
    }

    public static ErrorInterval Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        uint rows = reader.ReadUInt32();
        int lower = reader.ReadInt32();
        return new ErrorInterval(rows, lower, reader.ReadInt32());
    }
}
