using System.Collections.Immutable;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Learning;
using DeAI.Chain.Learning.Data;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Agent.Data;

/// <summary>A member's flights as rows to train on.</summary>
public static class FlightSource
{
    /// <summary>Digest of the schema that flights follow: what a data set declares and a task asks for.</summary>
    public static Hash256 SchemaDigest { get; } = DomainHash.Of("deai.agent.schema.v1", Canonical.Encode(FlightSchema.Value));

    /// <summary>The ranges that encoded flights keep.</summary>
    public static RowSchema Ranges { get; } =
        RowSchema.Uniform(FlightFeatureEncoder.Width, -127, 127, FlightFeatureEncoder.MinDelayLabel, FlightFeatureEncoder.MaxDelayLabel);

    /// <summary>Reads and encodes the flights that left before a day; later ones are kept for tests and never looked at.</summary>
    public static async Task<Result<EncodedFlights>> ReadAsync(string path, DateOnly before, CancellationToken cancellation)
    {
        Result<ImmutableArray<FlightRecord>> read = await FlightFile.ReadAsync(path, cancellation);
        if (!read.TryGet(out ImmutableArray<FlightRecord> flights, out Refusal? refusal))
        {
            return Result.Refuse<EncodedFlights>(refusal);
        }

        long limit = MinuteOf(before);
        ImmutableArray<FlightRecord> kept = flights.RemoveAll(flight => flight.Minute >= limit);
        return kept.IsEmpty
            ? Result.Refuse<EncodedFlights>(
                AgentErrors.TooFewRows, $"{path}: none of {flights.Length} flights left before {before:yyyy-MM-dd}; set trainBefore to a later day")
            : FlightFeatureEncoder.Encode(kept.AsSpan());
    }

    /// <summary>Minutes since 2001-01-01, as flights count them.</summary>
    private static long MinuteOf(DateOnly day) => (day.DayNumber - new DateOnly(2001, 1, 1).DayNumber) * 24L * 60;
}
