using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning.Data;

/// <summary>
/// Flights to fixed-point features of what is known when a flight leaves: the clock, the distance, and how the flights that had already
/// arrived fared. A row never depends on its own delay, nor on any flight still in the air.
/// </summary>
public static class FlightFeatureEncoder
{
    /// <summary>Features per row, F, a multiple of 4 for the kernels. What each one is: this folder's README.</summary>
    public const int Width = 44;

    /// <summary>A flight is late when it arrives more than so many minutes after the timetable.</summary>
    public const int LateAfterMinutes = 15;

    /// <summary>Labels are clamped here: beyond, the source holds typing errors, and few delays tell a model more.</summary>
    public const int MinDelayLabel = -60;

    public const int MaxDelayLabel = 180;

    /// <summary>64 sin(2 pi i / 96), rounded to nearest: one entry per quarter of an hour.</summary>
    private static ReadOnlySpan<sbyte> Sine =>
    [
        0, 4, 8, 12, 17, 21, 24, 28, 32, 36, 39, 42, 45, 48, 51, 53, 55, 57, 59, 61, 62, 63, 63, 64,
        64, 64, 63, 63, 62, 61, 59, 57, 55, 53, 51, 48, 45, 42, 39, 36, 32, 28, 24, 21, 17, 12, 8, 4,
        0, -4, -8, -12, -17, -21, -24, -28, -32, -36, -39, -42, -45, -48, -51, -53, -55, -57, -59, -61, -62, -63, -63, -64,
        -64, -64, -63, -63, -62, -61, -59, -57, -55, -53, -51, -48, -45, -42, -39, -36, -32, -28, -24, -21, -17, -12, -8, -4,
    ];

    public static bool IsLate(int delayMinutes) => delayMinutes > LateAfterMinutes;

    public static int ClampDelay(int delayMinutes) => int.Clamp(delayMinutes, MinDelayLabel, MaxDelayLabel);

    /// <summary>Encodes one flight with what <paramref name="history"/> knows at its departure. The flight's own delay is not read.</summary>
    /// <param name="flight">The flight to predict.</param>
    /// <param name="history">Advanced to the departure; flights that leave later must not be in it.</param>
    /// <param name="row">Exactly <see cref="Width"/> features.</param>
    public static Result EncodeAt(FlightRecord flight, FlightHistory history, Span<sbyte> row)
    {
        if (row.Length != Width)
        {
            throw new ArgumentException($"A row has {Width} features, not {row.Length}.", nameof(row));
        }

        Result valid = FlightLimits.CheckKnownAtDeparture(flight);
        if (!valid.IsOk)
        {
            return valid;
        }

        int utc = AirportClock.UtcForQuery(flight.Minute, flight.Origin);
        Result advanced = history.AdvanceTo(utc);
        if (!advanced.IsOk)
        {
            return advanced;
        }

        FeatureRow features = new(row);
        Calendar(flight, ref features);
        Journey(flight, ref features);
        Delays(flight, history, utc, ref features);
        features.Finish();
        return Result.Ok;
    }

    /// <summary>
    /// Encodes flights with their own history: each row sees the flights of the same input that left in an earlier minute, and of those only
    /// the delays of flights that have landed. The order of the input does not matter.
    /// </summary>
    /// <returns>Rows in the order of the input, or the refusal of the first bad flight.</returns>
    public static Result<EncodedFlights> Encode(ReadOnlySpan<FlightRecord> flights) => Encode(flights, new FlightHistory());

    /// <summary>As <see cref="Encode(ReadOnlySpan{FlightRecord})"/>, going on from a history of earlier flights, which takes these in too.</summary>
    public static Result<EncodedFlights> Encode(ReadOnlySpan<FlightRecord> flights, FlightHistory history)
    {
        if (flights.Length > FlightLimits.MaxRows)
        {
            return Result.Refuse<EncodedFlights>(FlightErrors.TooManyRows, $"{flights.Length} flights, at most {FlightLimits.MaxRows}");
        }

        long[] queries = new long[flights.Length];
        long[] departures = new long[flights.Length];
        for (int i = 0; i < flights.Length; i++)
        {
            Result valid = FlightLimits.Check(flights[i]);
            if (valid.Refusal is { } refusal)
            {
                return Result.Refuse<EncodedFlights>(refusal.Code, $"flight {i}: {refusal.Detail}");
            }

            queries[i] = ((long)AirportClock.UtcForQuery(flights[i].Minute, flights[i].Origin) << 32) | (uint)i;
            departures[i] = ((long)AirportClock.UtcForHistory(flights[i].Minute, flights[i].Origin) << 32) | (uint)i;
        }

        Array.Sort(queries);
        Array.Sort(departures);
        return EncodeSorted(flights, history, queries, departures);
    }

    private static Result<EncodedFlights> EncodeSorted(
        ReadOnlySpan<FlightRecord> flights,
        FlightHistory history,
        ReadOnlySpan<long> queries,
        ReadOnlySpan<long> departures)
    {
        sbyte[] features = new sbyte[flights.Length * Width];
        int[] late = new int[flights.Length];
        int[] delays = new int[flights.Length];
        int departed = 0;
        foreach (long query in queries)
        {
            int index = (int)(uint)query;
            Result result = Result.Ok;
            while (result.IsOk && departed < departures.Length && departures[departed] >> 32 < query >> 32)
            {
                result = history.Depart(flights[(int)(uint)departures[departed++]]);
            }

            if (result.IsOk)
            {
                result = EncodeAt(flights[index], history, features.AsSpan(index * Width, Width));
            }

            if (result.Refusal is { } refusal)
            {
                return Result.Refuse<EncodedFlights>(refusal);
            }

            late[index] = IsLate(flights[index].DelayMinutes) ? 1 : 0;
            delays[index] = ClampDelay(flights[index].DelayMinutes);
        }

        while (departed < departures.Length)
        {
            Result result = history.Depart(flights[(int)(uint)departures[departed++]]);
            if (result.Refusal is { } refusal)
            {
                return Result.Refuse<EncodedFlights>(refusal);
            }
        }

        return Result.Of(new EncodedFlights(features, late, delays));
    }

    private static void Calendar(FlightRecord flight, ref FeatureRow features)
    {
        int day = CivilTime.FloorDiv(flight.Minute, CivilTime.MinutesPerDay);
        int minute = CivilTime.FloorMod(flight.Minute, CivilTime.MinutesPerDay);
        Harmonics(minute, 3, ref features);
        int weekday = CivilTime.Weekday(day);
        features.Add(Sine[(weekday * 96 / 7) % 96]);
        features.Add(Sine[((weekday * 96 / 7) + 24) % 96]);

        // Timetables run on five-minute marks: leaving on one hints at leaving on time.
        features.Add(minute % 5 == 0 ? 32 : -32);
    }

    private static void Journey(FlightRecord flight, ref FeatureRow features)
    {
        features.Add((flight.DistanceMiles / 16) - 48);
        features.Add((int.Min(flight.DistanceMiles, 800) / 8) - 50);
        int gained = AirportClock.WestOfUtc(flight.Minute, flight.Destination) - AirportClock.WestOfUtc(flight.Minute, flight.Origin);
        int arrival = flight.Minute - gained + 30 + (flight.DistanceMiles / 8);
        Harmonics(CivilTime.FloorMod(arrival, CivilTime.MinutesPerDay), 2, ref features);
    }

    private static void Harmonics(int minuteOfDay, int count, ref FeatureRow features)
    {
        int quarter = minuteOfDay / 15;
        for (int k = 1; k <= count; k++)
        {
            features.Add(Sine[quarter * k % 96]);
            features.Add(Sine[((quarter * k) + 24) % 96]);
        }
    }

    private static void Delays(FlightRecord flight, FlightHistory history, int utc, ref FeatureRow features)
    {
        AirportState origin = history.Airport(flight.Origin);
        AirportState destination = history.Airport(flight.Destination);
        Averages(origin.Inbound, utc, ref features);
        Averages(origin.Outbound, utc, ref features);
        Averages(destination.Inbound, utc, ref features);
        Averages(destination.Outbound, utc, ref features);
        DelayAverages route = history.Route(flight.Origin, flight.Destination);
        features.Add(Minutes(route.SlowMean(utc)));
        features.Add(Minutes(route.DayMean(utc)));
        features.Add(Rate(route.LateSlowMean(utc)));
        DelayAverages network = history.Network;
        features.Add(Minutes(network.FastMean(utc)));
        features.Add(Minutes(network.DayMean(utc)));
        features.Add(origin.Departures.WeightTimes16(CivilTime.FloorDiv(utc, DelayAverages.FastTick)) / 16);
        features.Add(destination.Airborne);
        features.Add(origin.Inbound.Evidence(utc));
        features.Add(destination.Inbound.Evidence(utc));
    }

    private static void Averages(DelayAverages averages, int utc, ref FeatureRow features)
    {
        features.Add(Minutes(averages.QuickMean(utc)));
        features.Add(Minutes(averages.FastMean(utc)));
        features.Add(Minutes(averages.DayMean(utc)));
        features.Add(Rate(averages.LateDayMean(utc)));
        features.Add(Rate(averages.LateFastMean(utc)));
    }

    /// <summary>Sixteenths of a minute to Q6 with 32 minutes as 1.</summary>
    private static int Minutes(int sixteenths) => sixteenths / 8;

    /// <summary>1/1024 to Q6 around the usual fifth.</summary>
    private static int Rate(int late1024) => (late1024 - 205) / 6;
}
