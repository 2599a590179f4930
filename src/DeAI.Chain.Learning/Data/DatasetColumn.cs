using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Learning.Data;

/// <summary>A column of a data set: fixed-point values <c>stored = value * Scale</c> within a closed range.</summary>
/// <param name="Name">Lower snake case, 1 to <see cref="MaxNameLength"/> characters.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Scale">Stored units per unit, 1 to <see cref="MaxScale"/>.</param>
/// <param name="Min">The least stored value allowed.</param>
/// <param name="Max">The greatest stored value allowed.</param>
public sealed record DatasetColumn(string Name, ColumnKind Kind, uint Scale, long Min, long Max) : ICanonical<DatasetColumn>
{
    public const int MaxNameLength = 48;
    public const uint MaxScale = 1_000_000;

    /// <summary>Values stay below 2^53, so that no reader of JSON loses digits.</summary>
    public const long MaxMagnitude = 1L << 53;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(5);
        writer.Write(Name);
        writer.Write((byte)Kind);
        writer.Write(Scale);
        writer.Write(Min);
        writer.Write(Max);
    }

    public static DatasetColumn Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(5);
        return new DatasetColumn(
            reader.ReadString(MaxNameLength),
            (ColumnKind)reader.ReadByte(),
            reader.ReadUInt32(),
            reader.ReadInt64(),
            reader.ReadInt64());
    }

    /// <summary>Form first, then what may be declared at all.</summary>
    public Result Check()
    {
        if (!SchemaNames.IsName(Name, MaxNameLength))
        {
            return Result.Refuse(SchemaErrors.BadName, $"a column's name is 1 to {MaxNameLength} of a-z, 0-9 and single _ between, starting with a letter");
        }

        Result allowed = ForbiddenFields.Check(Name, Kind);
        if (!allowed.IsOk)
        {
            return allowed;
        }

        if (Scale is 0 or > MaxScale)
        {
            return Result.Refuse(SchemaErrors.BadScale, $"column {Name}: scale {Scale} is not within 1 to {MaxScale}");
        }

        return Min > Max || Min < -MaxMagnitude || Max > MaxMagnitude
            ? Result.Refuse(SchemaErrors.BadRange, $"column {Name}: {Min} to {Max} is empty or beyond 2^53")
            : Result.Ok;
    }
}
