using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Learning;

/// <summary>The ranges that a data set's encoded rows must keep.</summary>
/// <param name="Least">Least int8 value of each feature.</param>
/// <param name="Greatest">Greatest int8 value of each feature.</param>
/// <param name="LeastDelay">Minutes.</param>
/// <param name="GreatestDelay">Minutes.</param>
public sealed record RowSchema(Blob Least, Blob Greatest, int LeastDelay, int GreatestDelay) : ICanonical<RowSchema>
{
    public Hash256 Id => DomainHash.Of("deai.learning.schema.v1", Canonical.Encode(this));

    /// <summary>The same range for every feature.</summary>
    public static RowSchema Uniform(int features, sbyte least, sbyte greatest, int leastDelay, int greatestDelay)
    {
        byte[] low = new byte[features];
        byte[] high = new byte[features];
        Array.Fill(low, (byte)least);
        Array.Fill(high, (byte)greatest);
        return new RowSchema(new Blob(low), new Blob(high), leastDelay, greatestDelay);
    }

    /// <summary>Whether a block has this schema's shape and every value its range.</summary>
    public Result Check(DataBlock block)
    {
        int features = Least.Length;
        if (Greatest.Length != features || block.Rows.Length != DataBlock.LengthFor(features))
        {
            return Result.Refuse(TrainingErrors.Range, $"{block.Rows.Length} bytes are no block of {features} features");
        }

        ReadOnlySpan<sbyte> values = block.Features;
        ReadOnlySpan<byte> least = Least.Span;
        ReadOnlySpan<byte> greatest = Greatest.Span;
        for (int row = 0; row < ModelSpecification.BatchRows; row++)
        {
            ReadOnlySpan<sbyte> line = values.Slice(row * features, features);
            for (int i = 0; i < line.Length; i++)
            {
                if (line[i] < (sbyte)least[i] || line[i] > (sbyte)greatest[i])
                {
                    return Result.Refuse(
                        TrainingErrors.Range, $"row {row}, feature {i} is {line[i]}, not in {(sbyte)least[i]}..{(sbyte)greatest[i]}");
                }
            }

            int delay = block.Delay(row);
            if (delay < LeastDelay || delay > GreatestDelay)
            {
                return Result.Refuse(TrainingErrors.Range, $"row {row} has a delay of {delay}, not in {LeastDelay}..{GreatestDelay}");
            }
        }

        return Result.Ok;
    }

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.Write(Least);
        writer.Write(Greatest);
        writer.Write(LeastDelay);
        writer.Write(GreatestDelay);
    }

    public static RowSchema Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(4);
        Blob least = reader.ReadBlob(ModelSpecification.MaxWidth);
        Blob greatest = reader.ReadBlob(ModelSpecification.MaxWidth);
        int leastDelay = reader.ReadInt32();
        return new RowSchema(least, greatest, leastDelay, reader.ReadInt32());
    }
}
