using System.Diagnostics.Metrics;

namespace DeAI.Chain.Grpc;

/// <summary>Counts calls that did not end well, whoever ended them: the handler, this layer (a message too long, a frame out of order), or time.</summary>
internal static class GrpcMetrics
{
    public const string MeterName = "DeAI.Chain.Grpc";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Refused =
        Meter.CreateCounter<long>("deai.grpc.calls_refused", description: "Calls that ended with another status than OK, by method and status.");

    public static void Ended(string method, StatusCode code)
    {
        if (code != StatusCode.Ok)
        {
            Refused.Add(1, new KeyValuePair<string, object?>("method", method), new KeyValuePair<string, object?>("code", code.ToString()));
        }
    }
}
