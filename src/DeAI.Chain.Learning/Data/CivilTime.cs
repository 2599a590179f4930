namespace DeAI.Chain.Learning.Data;

/// <summary>
/// Calendar arithmetic in integers. Days and minutes count from 2001-01-01 00:00, a Monday, in the proleptic Gregorian calendar.
/// Source: the days_from_civil algorithm of H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
/// </summary>
internal static class CivilTime
{
    public const int MinutesPerDay = 1440;

    /// <summary>2001-01-01 in days after 0000-03-01.</summary>
    private const int Epoch = 730_791;

    public static int DayNumber(int year, int month, int day)
    {
        int shifted = month <= 2 ? year - 1 : year;
        int era = shifted / 400;
        int yearOfEra = shifted - (era * 400);
        int dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        return (era * 146_097) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - Epoch;
    }

    /// <summary>The year that holds a day; valid from year 1 on.</summary>
    public static int YearOf(int day)
    {
        int sinceMarch = day + Epoch;
        int era = sinceMarch / 146_097;
        int dayOfEra = sinceMarch - (era * 146_097);
        int yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        int dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        return yearOfEra + (era * 400) + (dayOfYear >= 306 ? 1 : 0);
    }

    public static int DaysInMonth(int year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>0 is Monday.</summary>
    public static int Weekday(int day) => FloorMod(day, 7);

    public static int FloorDiv(int value, int divisor) => (value - FloorMod(value, divisor)) / divisor;

    public static int FloorMod(int value, int divisor)
    {
        int remainder = value % divisor;
        return remainder < 0 ? remainder + divisor : remainder;
    }
}
