using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace DeAI.Chain.Grpc;

/// <summary>Reads the status of a call out of headers or trailers, and out of what HTTP says where gRPC says nothing.</summary>
internal static class ResponseStatus
{
    /// <summary>The call's failure; null for OK or where the fields hold no status.</summary>
    public static RpcException? Read(HttpHeaders fields, out bool present, Metadata metadata)
    {
        present = Field(fields, WireNames.Status) is { } text;
        if (!present)
        {
            return null;
        }

        StatusCode code = int.TryParse(Field(fields, WireNames.Status), out int number) && number is >= 0 and <= 16
            ? (StatusCode)number
            : StatusCode.Unknown;
        if (code == StatusCode.Ok)
        {
            return null;
        }

        string message = PercentEncoding.Decode(Field(fields, WireNames.Message) ?? "");
        return new RpcException(code, message, metadata, Details(Field(fields, WireNames.Details), code));
    }

    public static Metadata ReadMetadata(HttpHeaders fields)
    {
        var metadata = new Metadata();
        foreach (KeyValuePair<string, HeaderStringValues> field in fields.NonValidated)
        {
            foreach (string value in field.Value)
            {
                metadata.AddReceived(field.Key, value);
            }
        }

        return metadata;
    }

    /// <summary>Per doc/http-grpc-status-mapping.md of gRPC.</summary>
    public static StatusCode OfHttp(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => StatusCode.Internal,
        HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    /// <summary>Error codes of RFC 9113, section 7, per doc/PROTOCOL-HTTP2.md of gRPC.</summary>
    public static StatusCode OfReset(long errorCode) => errorCode switch
    {
        0x7 => StatusCode.Unavailable,
        0x8 => StatusCode.Cancelled,
        0xB => StatusCode.ResourceExhausted,
        0xC => StatusCode.PermissionDenied,
        _ => StatusCode.Internal,
    };

    private static string? Field(HttpHeaders fields, string name) =>
        fields.NonValidated.TryGetValues(name, out HeaderStringValues values) ? values.ToString() : null;

    private static Rpc.Status? Details(string? header, StatusCode code)
    {
        if (header is null || !Base64.TryDecode(header, out ByteString? bytes))
        {
            return null;
        }

        try
        {
            Rpc.Status status = MessageParsers<Rpc.Status>.Instance.ParseFrom(bytes);
            return status.Code == (int)code ? status : null;
        }
        catch (InvalidProtocolBufferException)
        {
            // The status stands without its details.
            return null;
        }
    }
}
