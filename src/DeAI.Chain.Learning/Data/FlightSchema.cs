using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning.Data;

/// <summary>The declared form of flight data: the schema of the demo's members, and the ranges that <see cref="FlightLimits"/> enforces.</summary>
public static class FlightSchema
{
    public static DatasetSchema Value { get; } = DatasetSchema.Create(
        "us_flights",
        "shipment_arrived",
        "Predict at departure whether and by how many minutes a flight arrives late",
        [
            new DatasetColumn("departure_minute", ColumnKind.Time, 1, FlightLimits.MinMinute, FlightLimits.MaxMinute),
            new DatasetColumn("delay_minutes", ColumnKind.Duration, 1, FlightLimits.MinDelay, FlightLimits.MaxDelay),
            new DatasetColumn("distance_miles", ColumnKind.Measurement, 1, FlightLimits.MinDistance, FlightLimits.MaxDistance),
            new DatasetColumn("origin", ColumnKind.Place, 1, 1, AirportCode.MaxValue),
            new DatasetColumn("destination", ColumnKind.Place, 1, 1, AirportCode.MaxValue),
        ]).Value;

    /// <summary>A flight's stored values in the order of the schema's columns.</summary>
    public static Result CheckRow(FlightRecord flight) => Value.CheckRow(
        [flight.Minute, flight.DelayMinutes, flight.DistanceMiles, flight.Origin.Value, flight.Destination.Value]);
}
