using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning.Data;

/// <summary>Why flights, or the text that holds them, are refused.</summary>
public static class FlightErrors
{
    public static readonly ReasonCode BadHeader = new("flight.bad_header");
    public static readonly ReasonCode LineTooLong = new("flight.line_too_long");
    public static readonly ReasonCode TooManyRows = new("flight.too_many_rows");
    public static readonly ReasonCode NoRows = new("flight.no_rows");
    public static readonly ReasonCode WrongColumnCount = new("flight.wrong_column_count");
    public static readonly ReasonCode BadDate = new("flight.bad_date");
    public static readonly ReasonCode BadDelay = new("flight.bad_delay");
    public static readonly ReasonCode BadDistance = new("flight.bad_distance");
    public static readonly ReasonCode BadAirport = new("flight.bad_airport");
    public static readonly ReasonCode SameAirport = new("flight.same_airport");
    public static readonly ReasonCode OutOfOrder = new("flight.out_of_order");
}
