using System.Collections.Immutable;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning.Data;

/// <summary>
/// Reads the five columns <c>date,delay,distance,origin,destination</c>. Strict: no quotes, no spaces, no other order; every refusal names
/// the row (the header is row 1) and the column.
/// </summary>
/// <remarks>Text only, no I/O: the caller brings the text, or cuts lines itself and calls <see cref="ParseRow"/>.</remarks>
public static class FlightCsv
{
    /// <summary>The only header accepted.</summary>
    public const string Header = "date,delay,distance,origin,destination";

    /// <summary>The longest valid row has 45 characters.</summary>
    public const int MaxLineLength = 64;

    private const int Columns = 5;

    /// <summary>Parses a whole file: the header, then 1 to <see cref="FlightLimits.MaxRows"/> rows, lines ended by LF or CR LF.</summary>
    public static Result<ImmutableArray<FlightRecord>> Parse(ReadOnlySpan<char> text) => Parse(text, FlightLimits.MaxRows);

    /// <param name="text">The whole file.</param>
    /// <param name="maxRows">At most so many flights.</param>
    public static Result<ImmutableArray<FlightRecord>> Parse(ReadOnlySpan<char> text, int maxRows)
    {
        Result header = ParseHeader(TakeLine(ref text));
        if (header.Refusal is { } badHeader)
        {
            return Result.Refuse<ImmutableArray<FlightRecord>>(badHeader);
        }

        ImmutableArray<FlightRecord>.Builder flights = ImmutableArray.CreateBuilder<FlightRecord>();
        while (!text.IsEmpty)
        {
            if (flights.Count >= maxRows)
            {
                return Result.Refuse<ImmutableArray<FlightRecord>>(FlightErrors.TooManyRows, $"more than {maxRows} flights");
            }

            Result<FlightRecord> flight = ParseRow(TakeLine(ref text), flights.Count + 2);
            if (!flight.TryGet(out FlightRecord value, out Refusal? refusal))
            {
                return Result.Refuse<ImmutableArray<FlightRecord>>(refusal);
            }

            flights.Add(value);
        }

        return flights.Count == 0
            ? Result.Refuse<ImmutableArray<FlightRecord>>(FlightErrors.NoRows, "no flights follow the header")
            : Result.Of(flights.DrainToImmutable());
    }

    /// <summary>Checks the first line, without its line end.</summary>
    public static Result ParseHeader(ReadOnlySpan<char> line) =>
        line.SequenceEqual(Header) ? Result.Ok : Result.Refuse(FlightErrors.BadHeader, $"row 1: expected '{Header}', found '{Show(line)}'");

    /// <summary>Parses one line, without its line end.</summary>
    /// <param name="line">At most <see cref="MaxLineLength"/> characters.</param>
    /// <param name="row">Its number in the file, for refusals only.</param>
    public static Result<FlightRecord> ParseRow(ReadOnlySpan<char> line, int row)
    {
        if (line.Length > MaxLineLength)
        {
            return Refuse(FlightErrors.LineTooLong, row, $"{line.Length} characters, at most {MaxLineLength}");
        }

        Span<Range> cells = stackalloc Range[Columns + 1];
        int count = line.Split(cells, ',');
        if (count != Columns)
        {
            return Refuse(FlightErrors.WrongColumnCount, row, $"expected {Columns} columns in '{Show(line)}'");
        }

        if (!TryMinute(line[cells[0]], out int minute))
        {
            return Refuse(FlightErrors.BadDate, row, $"column date: '{Show(line[cells[0]])}' is no yyyy-MM-ddTHH:mm of 1987 to 2049");
        }

        if (!TryInteger(line[cells[1]], FlightLimits.MinDelay, FlightLimits.MaxDelay, out int delay))
        {
            return Refuse(FlightErrors.BadDelay, row, $"column delay: '{Show(line[cells[1]])}' is no whole number of {FlightLimits.MinDelay} to {FlightLimits.MaxDelay} minutes");
        }

        if (!TryInteger(line[cells[2]], FlightLimits.MinDistance, FlightLimits.MaxDistance, out int distance))
        {
            return Refuse(FlightErrors.BadDistance, row, $"column distance: '{Show(line[cells[2]])}' is no whole number of {FlightLimits.MinDistance} to {FlightLimits.MaxDistance} miles");
        }

        if (!AirportCode.TryParse(line[cells[3]], out AirportCode origin))
        {
            return Refuse(FlightErrors.BadAirport, row, $"column origin: '{Show(line[cells[3]])}' is not three capital letters");
        }

        if (!AirportCode.TryParse(line[cells[4]], out AirportCode destination))
        {
            return Refuse(FlightErrors.BadAirport, row, $"column destination: '{Show(line[cells[4]])}' is not three capital letters");
        }

        return origin == destination
            ? Refuse(FlightErrors.SameAirport, row, $"column destination: {destination} is the origin too")
            : Result.Of(new FlightRecord(minute, delay, distance, origin, destination));
    }

    private static Result<FlightRecord> Refuse(ReasonCode code, int row, string detail) =>
        Result.Refuse<FlightRecord>(code, $"row {row}: {detail}");

    /// <summary>Untrusted text, cut and with control characters blanked, so that a refusal can be printed.</summary>
    private static string Show(ReadOnlySpan<char> text) => string.Create(int.Min(text.Length, MaxLineLength), text, static (shown, source) =>
    {
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] = source[i] is >= ' ' and <= '~' ? source[i] : '?';
        }
    });

    private static ReadOnlySpan<char> TakeLine(ref ReadOnlySpan<char> text)
    {
        int end = text.IndexOf('\n');
        ReadOnlySpan<char> line = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return line.EndsWith('\r') ? line[..^1] : line;
    }

    /// <summary><c>yyyy-MM-ddTHH:mm</c>, with <c>:00</c> after it or nothing.</summary>
    private static bool TryMinute(ReadOnlySpan<char> text, out int minute)
    {
        minute = 0;
        if (text.Length == 19 && text.EndsWith(":00"))
        {
            text = text[..16];
        }

        if (text.Length != 16 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':')
        {
            return false;
        }

        bool digits = TryDigits(text[..4], out int year) & TryDigits(text[5..7], out int month) & TryDigits(text[8..10], out int day)
            & TryDigits(text[11..13], out int hour) & TryDigits(text[14..], out int minuteOfHour);
        if (!digits || year is < 1987 or > 2049 || month is < 1 or > 12 || day < 1 || day > CivilTime.DaysInMonth(year, month)
            || hour > 23 || minuteOfHour > 59)
        {
            return false;
        }

        minute = (CivilTime.DayNumber(year, month, day) * CivilTime.MinutesPerDay) + (hour * 60) + minuteOfHour;
        return true;
    }

    private static bool TryInteger(ReadOnlySpan<char> text, int min, int max, out int value)
    {
        bool negative = text.StartsWith('-');
        bool parsed = TryDigits(negative ? text[1..] : text, out value);
        value = negative ? -value : value;
        return parsed && value >= min && value <= max;
    }

    /// <summary>One to six ASCII digits.</summary>
    private static bool TryDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        if (text.Length is < 1 or > 6)
        {
            return false;
        }

        foreach (char digit in text)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return true;
    }
}
