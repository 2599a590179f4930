using System.Collections.Immutable;
using DeAI.Chain.Learning.Data;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning.Tests.Data;

public sealed class FlightCsvTests
{
    private const string Good = "2001-01-02T00:05,-7,606,ORD,ATL";

    [Fact]
    public void Parse_TwoRows_ReadsEveryColumn()
    {
        Result<ImmutableArray<FlightRecord>> flights = FlightCsv.Parse($"{FlightCsv.Header}\r\n{Good}\n2000-12-31T23:59:00,180,5,SEA,PDX");

        Assert.Equal(2, flights.Value.Length);
        FlightRecord first = flights.Value[0];
        Assert.Equal((1445, -7, 606, "ORD", "ATL"), (first.Minute, first.DelayMinutes, first.DistanceMiles, first.Origin.ToString(), first.Destination.ToString()));
        Assert.Equal(-1, flights.Value[1].Minute);
    }

    [Theory]
    [InlineData("2001-02-29T00:05,-7,606,ORD,ATL", "flight.bad_date", "date")]
    [InlineData("2001-01-02 00:05,-7,606,ORD,ATL", "flight.bad_date", "date")]
    [InlineData("2001-01-02T24:00,-7,606,ORD,ATL", "flight.bad_date", "date")]
    [InlineData("1986-12-31T23:59,-7,606,ORD,ATL", "flight.bad_date", "date")]
    [InlineData("2050-01-01T00:00,-7,606,ORD,ATL", "flight.bad_date", "date")]
    [InlineData("2001-01-02T00:05:01,-7,606,ORD,ATL", "flight.bad_date", "date")]
    [InlineData("2001-01-02T00:05Z,-7,606,ORD,ATL", "flight.bad_date", "date")]
    [InlineData("2001-01-02T00:0\u0665,-7,606,ORD,ATL", "flight.bad_date", "date")]
    [InlineData("2001-01-02T00:05,7.5,606,ORD,ATL", "flight.bad_delay", "delay")]
    [InlineData("2001-01-02T00:05,,606,ORD,ATL", "flight.bad_delay", "delay")]
    [InlineData("2001-01-02T00:05,+7,606,ORD,ATL", "flight.bad_delay", "delay")]
    [InlineData("2001-01-02T00:05,2881,606,ORD,ATL", "flight.bad_delay", "delay")]
    [InlineData("2001-01-02T00:05,-1441,606,ORD,ATL", "flight.bad_delay", "delay")]
    [InlineData("2001-01-02T00:05,99999999999,606,ORD,ATL", "flight.bad_delay", "delay")]
    [InlineData("2001-01-02T00:05,-7,0,ORD,ATL", "flight.bad_distance", "distance")]
    [InlineData("2001-01-02T00:05,-7,12001,ORD,ATL", "flight.bad_distance", "distance")]
    [InlineData("2001-01-02T00:05,-7,606,Ord,ATL", "flight.bad_airport", "origin")]
    [InlineData("2001-01-02T00:05,-7,606,ORD,ATLX", "flight.bad_airport", "destination")]
    [InlineData("2001-01-02T00:05,-7,606,ORD,ORD", "flight.same_airport", "destination")]
    [InlineData("2001-01-02T00:05,-7,606,ORD", "flight.wrong_column_count", "columns")]
    [InlineData("2001-01-02T00:05,-7,606,ORD,ATL,1", "flight.wrong_column_count", "columns")]
    [InlineData("", "flight.wrong_column_count", "columns")]
    public void Parse_BadCell_IsRefusedByRowAndColumn(string row, string code, string column)
    {
        Result<ImmutableArray<FlightRecord>> flights = FlightCsv.Parse($"{FlightCsv.Header}\n{Good}\n{row}\n{Good}");

        Assert.Equal(code, flights.Refusal?.Code.Value);
        Assert.Contains("row 3", flights.Refusal!.Detail, StringComparison.Ordinal);
        Assert.Contains(column, flights.Refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_LongLine_IsRefusedWithoutEchoingIt()
    {
        Result<ImmutableArray<FlightRecord>> flights = FlightCsv.Parse($"{FlightCsv.Header}\n{new string('x', 100_000)}");

        Assert.Equal(FlightErrors.LineTooLong, flights.Refusal?.Code);
        Assert.InRange(flights.Refusal!.Detail.Length, 1, 200);
    }

    [Fact]
    public void Parse_ControlCharacters_AreNotEchoed()
    {
        Result<ImmutableArray<FlightRecord>> flights = FlightCsv.Parse($"{FlightCsv.Header}\n2001-01-02T00:05,-7,606,\u001b[2,ATL");

        Assert.DoesNotContain('\u001b', flights.Refusal!.Detail);
    }

    [Theory]
    [InlineData("", "flight.bad_header")]
    [InlineData("date,delay,distance,destination,origin\n" + Good, "flight.bad_header")]
    [InlineData("\ufeff" + FlightCsv.Header + "\n" + Good, "flight.bad_header")]
    [InlineData(FlightCsv.Header + "\n", "flight.no_rows")]
    public void Parse_BadFrame_IsRefused(string text, string code) => Assert.Equal(code, FlightCsv.Parse(text).Refusal?.Code.Value);

    [Fact]
    public void Parse_OneRowTooMany_IsRefused()
    {
        Assert.Equal(FlightErrors.TooManyRows, FlightCsv.Parse($"{FlightCsv.Header}\n{Good}\n{Good}", 1).Refusal?.Code);
        Assert.True(FlightCsv.Parse($"{FlightCsv.Header}\n{Good}", 1).IsOk);
    }

    [Fact]
    public void CivilTime_EveryDayOfTheRange_AgreesWithTheRuntimesCalendar()
    {
        DateOnly start = new(2001, 1, 1);
        for (DateOnly day = new(1987, 1, 1); day.Year < 2050; day = day.AddDays(1))
        {
            int number = day.DayNumber - start.DayNumber;
            Assert.Equal(number, CivilTime.DayNumber(day.Year, day.Month, day.Day));
            Assert.Equal(day.Year, CivilTime.YearOf(number));
            Assert.Equal(((int)day.DayOfWeek + 6) % 7, CivilTime.Weekday(number));
            Assert.Equal(DateTime.DaysInMonth(day.Year, day.Month), CivilTime.DaysInMonth(day.Year, day.Month));
        }

        Assert.Equal(FlightLimits.MinMinute, CivilTime.DayNumber(1987, 1, 1) * 1440);
        Assert.Equal(FlightLimits.MaxMinute, (CivilTime.DayNumber(2050, 1, 1) * 1440) - 1);
    }

    [Fact]
    public void AirportCode_EveryValue_ReadsBackAsItself()
    {
        for (ushort value = 1; value <= AirportCode.MaxValue; value++)
        {
            AirportCode code = new(value);
            Assert.True(AirportCode.TryParse(code.ToString(), out AirportCode again));
            Assert.Equal(code, again);
        }

        Assert.False(default(AirportCode).IsValid);
        Assert.False(new AirportCode(AirportCode.MaxValue + 1).IsValid);
    }
}
