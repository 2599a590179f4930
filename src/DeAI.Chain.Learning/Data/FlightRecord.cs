namespace DeAI.Chain.Learning.Data;

/// <summary>One flight as the US on-time statistics report it, without carrier, tail number or person.</summary>
/// <param name="Minute">Departure in local wall time at the origin, minutes since 2001-01-01 00:00; negative before.</param>
/// <param name="DelayMinutes">Delay on arrival against the timetable, minutes; negative when early. Ignored where a flight is only predicted.</param>
/// <param name="DistanceMiles">Statute miles.</param>
/// <param name="Origin">Where it left.</param>
/// <param name="Destination">Where it arrives.</param>
public readonly record struct FlightRecord(
    int Minute,
    int DelayMinutes,
    int DistanceMiles,
    AirportCode Origin,
    AirportCode Destination);
