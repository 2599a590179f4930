using DeAI.Chain.Learning;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Models.Messages;

/// <summary>Asks an approved version about one row and pays for the answer.</summary>
/// <param name="Features">int8 Q6, as many as the model has.</param>
/// <param name="MaxPrice">Refused if the version costs more: its price may have changed meanwhile.</param>
public sealed record Predict(Hash256 Version, Blob Features, Credits MaxPrice) : ICanonical<Predict>
{
    public const ushort Type = 1;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Version);
        writer.Write(Features);
        writer.Write(MaxPrice);
    }

    public static Predict Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new Predict(reader.ReadHash256(), reader.ReadBlob(ModelSpecification.MaxWidth), reader.ReadCredits());
    }
}
