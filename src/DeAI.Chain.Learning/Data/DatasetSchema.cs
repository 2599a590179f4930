using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Learning.Data;

/// <summary>
/// What a data set holds, the ledger event its rows are anchored to, and what it may be used for. An instance has passed every check:
/// <see cref="Create"/> and the decoder are the only ways to one.
/// </summary>
public sealed record DatasetSchema : ICanonical<DatasetSchema>
{
    public const int MaxColumns = 64;
    public const int MaxNameLength = 48;
    public const int MaxPurposeBytes = 256;

    private DatasetSchema(string name, string anchorEvent, string purpose, Sequence<DatasetColumn> columns)
    {
        Name = name;
        AnchorEvent = anchorEvent;
        Purpose = purpose;
        Columns = columns;
    }

    /// <summary>Lower snake case.</summary>
    public string Name { get; }

    /// <summary>The milestone whose recorded outcome is the label, lower snake case.</summary>
    public string AnchorEvent { get; }

    /// <summary>What the data may be used for, printable ASCII.</summary>
    public string Purpose { get; }

    /// <summary>In the order of a row's values.</summary>
    public Sequence<DatasetColumn> Columns { get; }

    /// <returns>The schema, or the first refusal of <see cref="SchemaErrors"/>.</returns>
    public static Result<DatasetSchema> Create(string name, string anchorEvent, string purpose, Sequence<DatasetColumn> columns)
    {
        if (!SchemaNames.IsName(name, MaxNameLength) || !SchemaNames.IsName(anchorEvent, MaxNameLength))
        {
            return Result.Refuse<DatasetSchema>(SchemaErrors.BadName, "the names of a schema and of its anchor event are lower snake case");
        }

        if (string.IsNullOrWhiteSpace(purpose) || purpose.Length > MaxPurposeBytes || purpose.Any(c => c is < ' ' or > '~'))
        {
            return Result.Refuse<DatasetSchema>(SchemaErrors.BadPurpose, $"a purpose is 1 to {MaxPurposeBytes} printable ASCII characters");
        }

        if (columns.Count is 0 or > MaxColumns)
        {
            return Result.Refuse<DatasetSchema>(
                columns.Count == 0 ? SchemaErrors.NoColumns : SchemaErrors.TooManyColumns,
                $"{columns.Count} columns, 1 to {MaxColumns} are possible");
        }

        SortedSet<string> names = new(StringComparer.Ordinal);
        foreach (DatasetColumn column in columns)
        {
            if (column.Check().Refusal is { } refusal)
            {
                return Result.Refuse<DatasetSchema>(refusal);
            }

            if (!names.Add(column.Name))
            {
                return Result.Refuse<DatasetSchema>(SchemaErrors.DuplicateColumn, $"column {column.Name} occurs twice");
            }
        }

        return Result.Of(new DatasetSchema(name, anchorEvent, purpose, columns));
    }

    /// <summary>Checks a row of stored values against the ranges.</summary>
    public Result CheckRow(ReadOnlySpan<long> values)
    {
        if (values.Length != Columns.Count)
        {
            return Result.Refuse(SchemaErrors.WrongColumnCount, $"{values.Length} values for {Columns.Count} columns");
        }

        for (int i = 0; i < values.Length; i++)
        {
            DatasetColumn column = Columns[i];
            if (values[i] < column.Min || values[i] > column.Max)
            {
                return Result.Refuse(SchemaErrors.ValueOutOfRange, $"column {column.Name}: {values[i]} is not within {column.Min} to {column.Max}");
            }
        }

        return Result.Ok;
    }

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.Write(Name);
        writer.Write(AnchorEvent);
        writer.Write(Purpose);
        writer.Write(Columns);
    }

    /// <summary>Reads and checks: what is not a valid schema has no decoding.</summary>
    public static DatasetSchema Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(4);
        string name = reader.ReadString(MaxNameLength);
        string anchorEvent = reader.ReadString(MaxNameLength);
        string purpose = reader.ReadString(MaxPurposeBytes);
        Sequence<DatasetColumn> columns = reader.ReadSequence<DatasetColumn>(MaxColumns);
        if (reader.Failure is null)
        {
            Result<DatasetSchema> schema = Create(name, anchorEvent, purpose, columns);
            if (schema.TryGet(out DatasetSchema? value, out Refusal? refusal))
            {
                return value;
            }

            reader.Fail(refusal.Code, refusal.Detail);
        }

        return new DatasetSchema(name, anchorEvent, purpose, columns);
    }
}
