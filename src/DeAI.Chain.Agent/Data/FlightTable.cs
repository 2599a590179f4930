using System.Collections.Immutable;
using DeAI.Chain.Learning.Data;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Data;

/// <summary>
/// Flights out of any CSV (RFC 4180) whose header names the five columns of <see cref="FlightCsv"/>, in any order and among others. The values
/// keep to that class' rules. Rows come back in order of departure: the features of a flight are made from those before it.
/// </summary>
internal static class FlightTable
{
    /// <summary>Of one row, other columns included.</summary>
    private const int MaxLineLength = 16 << 10;

    private static readonly string[] Names = FlightCsv.Header.Split(',');

    public static Result<ImmutableArray<FlightRecord>> Parse(ReadOnlySpan<char> text)
    {
        text = text.TrimStart('\uFEFF');
        if (text.IsWhiteSpace())
        {
            return Refuse(FlightErrors.BadHeader, $"the file is empty; its first row has to name the columns {FlightCsv.Header}");
        }

        ReadOnlySpan<char> header = TakeLine(ref text);
        if (header.Length > MaxLineLength)
        {
            return Refuse(FlightErrors.LineTooLong, $"row 1: {header.Length} characters, at most {MaxLineLength}");
        }

        List<string> names = Cells(header).ConvertAll(static name => name.Trim());
        if (!Places(names).TryGet(out int[] places, out Refusal? refusal))
        {
            return Result.Refuse<ImmutableArray<FlightRecord>>(refusal);
        }

        ImmutableArray<FlightRecord>.Builder flights = ImmutableArray.CreateBuilder<FlightRecord>();
        for (int row = 2; !text.IsEmpty; row++)
        {
            if (flights.Count >= FlightLimits.MaxRows)
            {
                return Refuse(FlightErrors.TooManyRows, $"more than {FlightLimits.MaxRows} flights");
            }

            if (!ParseRow(TakeLine(ref text), row, names.Count, places).TryGet(out FlightRecord flight, out refusal))
            {
                return Result.Refuse<ImmutableArray<FlightRecord>>(refusal);
            }

            flights.Add(flight);
        }

        return flights.Count == 0
            ? Refuse(FlightErrors.NoRows, "no flights follow the header")
            : Result.Of<ImmutableArray<FlightRecord>>([.. flights.OrderBy(static flight => flight.Minute)]);
    }

    private static Result<FlightRecord> ParseRow(ReadOnlySpan<char> line, int row, int columns, int[] places)
    {
        if (line.Length > MaxLineLength)
        {
            return Result.Refuse<FlightRecord>(FlightErrors.LineTooLong, $"row {row}: {line.Length} characters, at most {MaxLineLength}");
        }

        List<string> cells = Cells(line);
        return cells.Count == columns
            ? FlightCsv.ParseRow(string.Join(',', places.Select(place => cells[place].Trim())), row)
            : Result.Refuse<FlightRecord>(FlightErrors.WrongColumnCount, $"row {row}: {cells.Count} columns, the header has {columns}");
    }

    /// <summary>Where each of the five columns stands.</summary>
    private static Result<int[]> Places(List<string> names)
    {
        int[] places = new int[Names.Length];
        for (int i = 0; i < Names.Length; i++)
        {
            places[i] = names.FindIndex(name => string.Equals(name, Names[i], StringComparison.OrdinalIgnoreCase));
            if (places[i] < 0 || places[i] != names.FindLastIndex(name => string.Equals(name, Names[i], StringComparison.OrdinalIgnoreCase)))
            {
                string what = places[i] < 0 ? "missing" : "there twice";
                return Result.Refuse<int[]>(FlightErrors.BadHeader, $"row 1: the column '{Names[i]}' is {what}; needed are {FlightCsv.Header}");
            }
        }

        return Result.Of(places);
    }

    /// <summary>Cells of a row; one in quotes may hold commas, and a quote twice stands for one. None may hold a line end.</summary>
    private static List<string> Cells(ReadOnlySpan<char> line)
    {
        List<string> cells = [];
        System.Text.StringBuilder cell = new();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"')
            {
                bool doubled = quoted && i + 1 < line.Length && line[i + 1] == '"';
                if (doubled)
                {
                    cell.Append(c);
                    i++;
                }
                else
                {
                    quoted = !quoted;
                }
            }
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }

    private static ReadOnlySpan<char> TakeLine(ref ReadOnlySpan<char> text)
    {
        int end = text.IndexOf('\n');
        ReadOnlySpan<char> line = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return line.EndsWith('\r') ? line[..^1] : line;
    }

    private static Result<ImmutableArray<FlightRecord>> Refuse(ReasonCode code, string detail) =>
        Result.Refuse<ImmutableArray<FlightRecord>>(code, detail);
}
