using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Grpc;

/// <summary>Puts a status where the client looks for it: in the headers while nothing was sent (Trailers-Only), in the trailers afterwards.</summary>
internal static class StatusWriter
{
    // Peers bound their header blocks at 8 KiB commonly, and Base64 adds a third.
    private const int MaxDetailsBytes = 4096;

    public static void Write(HttpContext context, CallOutcome outcome, Metadata? trailers, ILogger logger, string method)
    {
        if (context.Response.HasStarted)
        {
            Fields(outcome, trailers, logger, method, (name, value) => context.Response.AppendTrailer(name, value));
        }
        else
        {
            context.Response.ContentType = WireNames.ContentType;
            Fields(outcome, trailers, logger, method, (name, value) => context.Response.Headers.Append(name, value));
        }
    }

    private static void Fields(CallOutcome outcome, Metadata? trailers, ILogger logger, string method, Action<string, string> put)
    {
        put(WireNames.Status, CodeText(outcome.Code));
        if (outcome.Message.Length > 0)
        {
            put(WireNames.Message, PercentEncoding.Encode(outcome.Message));
        }

        if (outcome.Code == StatusCode.Unimplemented)
        {
            put(WireNames.AcceptEncoding, WireNames.Identity);
        }

        if (outcome.Details is { } details)
        {
            int size = details.CalculateSize();
            if (size <= MaxDetailsBytes)
            {
                put(WireNames.Details, Base64.Encode(details.ToByteString()));
            }
            else
            {
                GrpcLog.DetailsTooLarge(logger, method, size);
            }
        }

        foreach (MetadataEntry entry in trailers?.Entries ?? [])
        {
            put(entry.Key, Metadata.WireValue(entry));
        }
    }

    private static string CodeText(StatusCode code) => code == StatusCode.Ok ? "0" : ((int)code).ToString();
}
