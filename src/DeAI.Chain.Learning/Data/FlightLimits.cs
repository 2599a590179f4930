using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning.Data;

/// <summary>The ranges a flight must lie in. The same for files, schema and encoder.</summary>
public static class FlightLimits
{
    /// <summary>1987-01-01 00:00, when the statistics and the daylight saving rules used here begin.</summary>
    public const int MinMinute = -5114 * 1440;

    /// <summary>2049-12-31 23:59.</summary>
    public const int MaxMinute = (17_897 * 1440) - 1;

    /// <summary>The worst entries of the source are typing errors, -1116 and 1688 minutes in 2001; a day either way is let through.</summary>
    public const int MinDelay = -1440;

    public const int MaxDelay = 2880;

    /// <summary>Statute miles.</summary>
    public const int MinDistance = 1;

    public const int MaxDistance = 12_000;

    /// <summary>Rows per file or history: bounds the memory one input can claim.</summary>
    public const int MaxRows = 1 << 22;

    /// <summary>Checks everything but the delay.</summary>
    public static Result CheckKnownAtDeparture(FlightRecord flight)
    {
        if (flight.Minute is < MinMinute or > MaxMinute)
        {
            return Result.Refuse(FlightErrors.BadDate, $"minute {flight.Minute} is not within {MinMinute} to {MaxMinute}");
        }

        if (flight.DistanceMiles is < MinDistance or > MaxDistance)
        {
            return Result.Refuse(FlightErrors.BadDistance, $"{flight.DistanceMiles} miles are not within {MinDistance} to {MaxDistance}");
        }

        if (!flight.Origin.IsValid || !flight.Destination.IsValid)
        {
            return Result.Refuse(FlightErrors.BadAirport, $"{flight.Origin} to {flight.Destination}: both must be airports");
        }

        return flight.Origin == flight.Destination
            ? Result.Refuse(FlightErrors.SameAirport, $"{flight.Origin} is origin and destination")
            : Result.Ok;
    }

    /// <summary>Checks a flight with its outcome.</summary>
    public static Result Check(FlightRecord flight)
    {
        Result known = CheckKnownAtDeparture(flight);
        if (!known.IsOk)
        {
            return known;
        }

        return flight.DelayMinutes is < MinDelay or > MaxDelay
            ? Result.Refuse(FlightErrors.BadDelay, $"{flight.DelayMinutes} minutes are not within {MinDelay} to {MaxDelay}")
            : Result.Ok;
    }
}
