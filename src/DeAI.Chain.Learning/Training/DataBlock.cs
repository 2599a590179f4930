using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Learning;

/// <summary>256 rows of a data set: the unit that a leaf commits to and a step trains on.</summary>
/// <param name="Rows">All features, int8 Q6 by rows, then all delays, int16 minutes little-endian.</param>
public sealed record DataBlock(Blob Rows) : ICanonical<DataBlock>
{
    /// <summary>Bytes of a row beyond its features.</summary>
    public const int LabelLength = sizeof(short);

    public const int MaxLength = ModelSpecification.BatchRows * (ModelSpecification.MaxWidth + LabelLength);

    /// <param name="features">256 rows.</param>
    /// <param name="delayMinutes">256 labels, each fitting 16 bits.</param>
    /// <exception cref="ArgumentException">The counts do not fit.</exception>
    public static DataBlock Create(ReadOnlySpan<sbyte> features, ReadOnlySpan<int> delayMinutes)
    {
        if (delayMinutes.Length != ModelSpecification.BatchRows || features.Length % ModelSpecification.BatchRows != 0)
        {
            throw new ArgumentException($"{features.Length} features and {delayMinutes.Length} labels are no block.", nameof(features));
        }

        byte[] bytes = new byte[features.Length + (delayMinutes.Length * LabelLength)];
        MemoryMarshal.AsBytes(features).CopyTo(bytes);
        for (int row = 0; row < delayMinutes.Length; row++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(features.Length + (row * LabelLength)), checked((short)delayMinutes[row]));
        }

        return new DataBlock(new Blob(bytes));
    }

    /// <summary>Bytes of a block of that many features per row.</summary>
    public static int LengthFor(int features) => ModelSpecification.BatchRows * (features + LabelLength);

    public ReadOnlySpan<sbyte> Features => MemoryMarshal.Cast<byte, sbyte>(Rows.Span[..^(ModelSpecification.BatchRows * LabelLength)]);

    /// <summary>Delay of a row in minutes.</summary>
    public int Delay(int row) =>
        BinaryPrimitives.ReadInt16LittleEndian(Rows.Span[^((ModelSpecification.BatchRows - row) * LabelLength)..]);

    /// <summary>The leaf of the data root: SHA-256(0, salt, rows), the leaf form of RFC 9162. The salt hides rows that are never opened.</summary>
    public Hash256 SaltedLeaf(Bytes32 salt)
    {
        Span<byte> prefix = stackalloc byte[1 + Bytes32.Length];
        prefix[0] = 0;
        salt.CopyTo(prefix[1..]);
        return Sha256.Hash(prefix, Rows.Span);
    }

    public void Encode(CanonicalWriter writer) => writer.Write(Rows);

    public static DataBlock Decode(ref CanonicalReader reader)
    {
        Blob rows = reader.ReadBlob(MaxLength);
        if (reader.Failure is null && (rows.Length < LengthFor(1) || rows.Length % ModelSpecification.BatchRows != 0))
        {
            reader.Fail(EncodingErrors.WrongLength, $"{rows.Length} bytes are no block of {ModelSpecification.BatchRows} rows");
        }

        return new DataBlock(rows);
    }
}
