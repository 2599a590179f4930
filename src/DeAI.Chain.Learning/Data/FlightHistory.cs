using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning.Data;

/// <summary>
/// What is known at a moment from flights that have already arrived, and from departures. Feed it in the order of departure; it applies a
/// flight's delay only when the flight must have landed. Deterministic, and independent of the order of flights of the same minute.
/// </summary>
/// <remarks>
/// The data hold no landing times. A flight counts as landed after 45 minutes + distance / 7 miles a minute (420 mph), that is 17 to 45
/// minutes beyond the usual time from gate to gate. Erring late costs freshness, erring early would leak; the figures are in the README.
/// </remarks>
public sealed class FlightHistory
{
    private const int GateMinutes = 45;
    private const int MilesPerMinute = 7;

    private readonly Dictionary<ushort, AirportState> _airports = [];
    private readonly Dictionary<int, DelayAverages> _routes = [];
    private readonly PriorityQueue<FlightRecord, long> _flying = new();
    private DelayAverages _network;
    private int _flights;
    private int _clock = int.MinValue;

    /// <summary>Flights taken in so far, at most <see cref="FlightLimits.MaxRows"/>.</summary>
    public int Count => _flights;

    /// <summary>Takes in a departure with the delay it turned out to have.</summary>
    /// <returns>A refusal when a value is out of range, when the flight left before one taken in or predicted earlier, or when full.</returns>
    public Result Depart(FlightRecord flight)
    {
        Result valid = FlightLimits.Check(flight);
        if (!valid.IsOk)
        {
            return valid;
        }

        if (_flights >= FlightLimits.MaxRows)
        {
            return Result.Refuse(FlightErrors.TooManyRows, $"a history holds at most {FlightLimits.MaxRows} flights");
        }

        int utc = AirportClock.UtcForHistory(flight.Minute, flight.Origin);
        Result advanced = AdvanceTo(utc);
        if (!advanced.IsOk)
        {
            return advanced;
        }

        Airport(flight.Origin).Departures.Add(CivilTime.FloorDiv(utc, DelayAverages.FastTick), 0);
        Airport(flight.Destination).Airborne++;

        // The number of the flight breaks ties: a heap alone would leave their order open.
        _flying.Enqueue(flight, ((long)LandedBy(flight, utc) << 32) | (uint)_flights);
        _flights++;
        return Result.Ok;
    }

    internal Result AdvanceTo(int utc)
    {
        if (utc < _clock)
        {
            return Result.Refuse(FlightErrors.OutOfOrder, $"minute {utc} (UTC) lies before {_clock}, which the history has reached");
        }

        _clock = utc;
        while (_flying.TryPeek(out FlightRecord flight, out long key) && (int)(key >> 32) <= utc)
        {
            _flying.Dequeue();
            Land(flight, (int)(key >> 32));
        }

        return Result.Ok;
    }

    internal AirportState Airport(AirportCode code)
    {
        if (!_airports.TryGetValue(code.Value, out AirportState? state))
        {
            state = new AirportState();
            _airports.Add(code.Value, state);
        }

        return state;
    }

    internal DelayAverages Route(AirportCode origin, AirportCode destination) => _routes.GetValueOrDefault(RouteKey(origin, destination));

    internal DelayAverages Network => _network;

    private static int LandedBy(FlightRecord flight, int utc) =>
        utc + GateMinutes + (flight.DistanceMiles / MilesPerMinute);

    private static int RouteKey(AirportCode origin, AirportCode destination) => (origin.Value << 16) | destination.Value;

    private void Land(FlightRecord flight, int utc)
    {
        int delay16 = FlightFeatureEncoder.ClampDelay(flight.DelayMinutes) * 16;
        int late1024 = FlightFeatureEncoder.IsLate(flight.DelayMinutes) ? 1024 : 0;
        AirportState destination = Airport(flight.Destination);
        destination.Airborne--;
        destination.Inbound.Add(utc, delay16, late1024);
        Airport(flight.Origin).Outbound.Add(utc, delay16, late1024);
        _network.Add(utc, delay16, late1024);
        int route = RouteKey(flight.Origin, flight.Destination);
        DelayAverages averages = _routes.GetValueOrDefault(route);
        averages.Add(utc, delay16, late1024);
        _routes[route] = averages;
    }
}
